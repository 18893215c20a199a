package dev.gatehouse.cloudformation.type.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Source text in a template ({@code Code.ZipFile}) as the zip that Lambda takes. */
final class InlineCode {
    private InlineCode() {}

    /** The Code property with inline text packed; code in S3 stays as it is. */
    static ObjectNode packed(ObjectNode declared) {
        ObjectNode code =
                declared.path("Code").deepCopy() instanceof ObjectNode given
                        ? given
                        : Target.input();
        JsonNode text = code.path("ZipFile");
        if (text.isTextual()) {
            code.put("ZipFile", zip(fileName(declared.path("Runtime").asText()), text.asText()));
        }
        return code;
    }

    private static String fileName(String runtime) {
        if (runtime.startsWith("python")) {
            return "index.py";
        }
        if (runtime.startsWith("nodejs")) {
            return "index.js";
        }
        throw TemplateErrors.of("ZipFile can only be used when Runtime is set to nodejs or python");
    }

    private static byte[] zip(String name, String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return bytes.toByteArray();
    }
}
