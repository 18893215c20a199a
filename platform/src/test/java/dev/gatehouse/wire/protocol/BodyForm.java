package dev.gatehouse.wire.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.aws.ProtocolName;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.wire.format.CborReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** Compares two bodies by what they mean in their format. */
enum BodyForm {
    JSON {
        @Override
        Object meaning(byte[] body, Shape output) throws Exception {
            boolean plain = output.payload() != null && !isTree(output);
            return plain
                    ? new String(body, StandardCharsets.UTF_8)
                    : body.length == 0 ? "" : MAPPER.readTree(body);
        }
    },
    XML {
        @Override
        Object meaning(byte[] body, Shape output) throws Exception {
            boolean plain = output.payload() != null && !isTree(output);
            return plain
                    ? new String(body, StandardCharsets.UTF_8)
                    : body.length == 0 ? "" : xml(body);
        }
    },
    CBOR {
        @Override
        Object meaning(byte[] body, Shape output) {
            return body.length == 0 ? "" : plain(CborReader.read(body));
        }
    };

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static BodyForm of(ProtocolName protocol) {
        return switch (protocol) {
            case REST_JSON_1, AWS_JSON_1_0, AWS_JSON_1_1 -> JSON;
            case AWS_QUERY, REST_XML -> XML;
            case RPC_V2_CBOR -> CBOR;
        };
    }

    abstract Object meaning(byte[] body, Shape output) throws Exception;

    /** What differs, or nothing. */
    String difference(byte[] wanted, byte[] got, Shape output) throws Exception {
        Object meant = meaning(wanted, output);
        Object written = meaning(got, output);
        boolean same =
                meant instanceof JsonNode one && written instanceof JsonNode other
                        ? one.equals(BodyForm::compareNodes, other)
                        : meant.equals(written);
        return same ? "" : "wanted " + meant + " got " + written;
    }

    private static int compareNodes(JsonNode one, JsonNode other) {
        boolean numbers = one.isNumber() && other.isNumber();
        return numbers && one.doubleValue() == other.doubleValue() || one.equals(other) ? 0 : 1;
    }

    private static String plain(@Nullable Object value) {
        return switch (value) {
            case byte[] blob -> HexFormat.of().formatHex(blob);
            case List<?> list -> list.stream().map(BodyForm::plain).toList().toString();
            case Map<?, ?> map -> {
                TreeMap<String, String> sorted = new TreeMap<>();
                map.forEach((key, entry) -> sorted.put(String.valueOf(key), plain(entry)));
                yield sorted.toString();
            }
            case null, default -> String.valueOf(value);
        };
    }

    private static boolean isTree(Shape output) {
        return switch (output.payload().shape().type()) {
            case STRUCTURE, LIST, MAP, DOCUMENT -> true;
            default -> false;
        };
    }

    private static String xml(byte[] body) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return xml(
                factory.newDocumentBuilder()
                        .parse(new ByteArrayInputStream(body))
                        .getDocumentElement());
    }

    private static String xml(Element element) {
        TreeMap<String, String> attributes = new TreeMap<>();
        NamedNodeMap named = element.getAttributes();
        for (int i = 0; i < named.getLength(); i++) {
            if (!named.item(i).getNodeName().equals("xmlns")) {
                attributes.put(named.item(i).getNodeName(), named.item(i).getNodeValue());
            }
        }
        List<String> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child && !isMetadata(child)) {
                children.add(xml(child));
            } else if (!(node instanceof Element)) {
                text.append(node.getTextContent());
            }
        }
        children.sort(null);
        String content = children.isEmpty() ? text.toString() : String.join("", children);
        // The names of root elements and default namespaces are those of each service, not the
        // vectors': S3's and the query services' are proven by their own clients.
        boolean root = element.getParentNode().getNodeType() == Node.DOCUMENT_NODE;
        return "<" + (root ? "" : element.getTagName()) + attributes + ">" + content + "</>";
    }

    /** The request's id is not part of the vectors. */
    private static boolean isMetadata(Element element) {
        return element.getTagName().equals("ResponseMetadata")
                || element.getTagName().equals("RequestId");
    }
}
