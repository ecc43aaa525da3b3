import java.io.File;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXParseException;

/** Judges files by a schema: {@code java Judge schema.xsd file...} prints a line for each error, and how many were judged. */
public final class Judge implements ErrorHandler {
    private final List<String> found = new ArrayList<>();
    private String file = "";

    public static void main(String[] arguments) throws Exception {
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
        Schema schema = factory.newSchema(new File(arguments[0]));
        Judge judge = new Judge();
        for (int i = 1; i < arguments.length; i++) {
            Validator validator = schema.newValidator();
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            validator.setErrorHandler(judge);
            judge.file = new File(arguments[i]).getName();
            validator.validate(new StreamSource(new File(arguments[i])));
        }
        judge.found.forEach(System.out::println);
        System.out.println("judged " + (arguments.length - 1));
    }

    @Override
    public void warning(SAXParseException told) {}

    @Override
    public void error(SAXParseException told) {
        found.add(file + ":" + told.getLineNumber() + ": " + told.getMessage());
    }

    @Override
    public void fatalError(SAXParseException told) throws SAXParseException {
        error(told);
        throw told;
    }
}
