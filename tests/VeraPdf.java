import java.io.File;
import java.util.Collections;
import java.util.EnumSet;
import java.util.logging.Level;
import org.verapdf.features.FeatureFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.metadata.fixer.FixerFactory;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.verapdf.processor.*;
import org.verapdf.processor.plugins.PluginsCollectionConfig;

/** The command line of veraPDF as its engine's own reporters write it: --format xml --flavour FLAVOUR FILE. */
public class VeraPdf {
  public static void main(String[] words) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    FormatOption format = FormatOption.fromOption(words[1]);
    PDFAFlavour flavour = PDFAFlavour.byFlavourId(words[3]);
    ProcessorConfig config = ProcessorFactory.fromValues(
        ValidatorFactory.createConfig(flavour, false, 0, false),
        FeatureFactory.defaultConfig(), PluginsCollectionConfig.defaultConfig(), FixerFactory.defaultConfig(),
        EnumSet.of(TaskType.VALIDATE));
    try (BatchProcessor processor = ProcessorFactory.fileBatchProcessor(config)) {
      processor.process(Collections.singletonList(new File(words[4])),
          ProcessorFactory.getHandler(format, false, System.out, false));
    }
  }
}
