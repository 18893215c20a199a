package dev.gatehouse.client.protocol;

import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.MalformedException;
import dev.gatehouse.wire.format.XmlElement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Errors of the XML protocols: {@code <Error>}, inside {@code <ErrorResponse>} or by itself. */
final class XmlErrors {
    private XmlErrors() {}

    static ServiceException read(ServiceModel service, AwsResponse response) {
        Map<String, String> fields = new LinkedHashMap<>();
        XmlElement error = error(root(response.bytes()));
        if (error != null) {
            error.children().forEach(child -> fields.put(child.name(), child.text()));
        }
        return Responses.error(service, response, fields.get("Code"), fields);
    }

    private static @Nullable XmlElement error(@Nullable XmlElement root) {
        if (root == null || root.name().equals("Error")) {
            return root;
        }
        XmlElement errors = root.child("Errors");
        return (errors == null ? root : errors).child("Error");
    }

    private static @Nullable XmlElement root(byte[] body) {
        try {
            return body.length == 0 ? null : XmlElement.read(body);
        } catch (MalformedException notXml) {
            return null;
        }
    }
}
