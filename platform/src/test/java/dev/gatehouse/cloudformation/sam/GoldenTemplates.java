package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.TemplateReader;
import dev.gatehouse.kernel.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Expands every template of a folder into another, for {@code conformance/sam/golden}: {@code
 * NAME.json} for what came out, {@code NAME.err} for what was said against it.
 */
final class GoldenTemplates {
    private static final Map<String, String> PARAMETERS =
            Map.of("param1", "value1", "param2", "value2", "AWS::Region", "ap-southeast-1");

    private GoldenTemplates() {}

    public static void main(String[] arguments) throws IOException {
        Path out = Path.of(arguments[1]);
        Files.createDirectories(out);
        List<Path> templates;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            templates = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
        for (Path template : templates) {
            String name = template.getFileName().toString().replace(".yaml", "");
            try {
                Problems problems = new Problems();
                ObjectNode root = TemplateReader.read(Files.readString(template));
                ObjectNode expanded = SamTransform.expand(root, PARAMETERS, problems);
                if (problems.isEmpty()) {
                    Files.writeString(out.resolve(name + ".json"), expanded.toString());
                } else {
                    Files.writeString(out.resolve(name + ".err"), problems.joined(" "));
                }
            } catch (ServiceException e) {
                Files.writeString(out.resolve(name + ".err"), e.text());
            } catch (RuntimeException e) {
                StackTraceElement at = e.getStackTrace()[0];
                Files.writeString(out.resolve(name + ".err"), "crash " + e + " at " + at);
            }
        }
    }
}
