package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.Location;
import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.JsonTree;
import dev.gatehouse.wire.format.TreeDecoder;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the JSON protocols share: bodies that are one object. */
final class JsonBody {
    private JsonBody() {}

    /** Sets the members a body holds; an empty body holds none. */
    static void decode(byte[] body, Structure.Builder input) {
        if (body.length > 0) {
            Object tree = JsonTree.read(body);
            if (tree != null) {
                TreeDecoder.REQUESTS.members(input, tree);
            }
        }
    }

    /** An error's members, with its message under the name the model has for it. */
    static Map<String, Object> error(
            ServiceModel service, ServiceException error, String defaultMessageName) {
        Structure modelled = ErrorShapes.structure(service, error);
        Map<String, Object> members =
                modelled == null ? new LinkedHashMap<>(error.members()) : onWire(modelled);
        // Many models leave the message out; every service sends one.
        if (members.keySet().stream().noneMatch("message"::equalsIgnoreCase)) {
            members.put(defaultMessageName, error.text());
        }
        return members;
    }

    private static Map<String, Object> onWire(Structure structure) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (Member member : structure.shape().members()) {
            Object value = structure.value(member.index());
            if (value != null && member.location() == Location.BODY) {
                members.put(member.wireName(), value);
            }
        }
        return members;
    }
}
