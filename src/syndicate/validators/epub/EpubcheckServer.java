import com.adobe.epubcheck.tool.EpubChecker;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Checks many books in one JVM: a path per line on stdin, a JSON report per book on stdout.
 *
 * Compiling the RELAX NG and Schematron grammars takes seconds and their cache lives as long as the JVM, so the second
 * book costs tens of milliseconds. Each answer is its length in bytes, a line feed, then that many bytes of JSON.
 */
public class EpubcheckServer {
  public static void main(String[] arguments) throws Exception {
    PrintStream answers = System.out;
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    BufferedReader paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String path = paths.readLine(); path != null; path = paths.readLine()) {
      ByteArrayOutputStream report = new ByteArrayOutputStream();
      System.setOut(new PrintStream(report, true, StandardCharsets.UTF_8));
      new EpubChecker().run(new String[] {path, "--quiet", "--usage", "--json", "-"});
      System.out.flush();
      answers.println(report.size());
      report.writeTo(answers);
      answers.flush();
    }
  }
}
