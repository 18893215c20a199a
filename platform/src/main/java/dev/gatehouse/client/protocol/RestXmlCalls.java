package dev.gatehouse.client.protocol;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.XmlName;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.XmlDecoder;
import dev.gatehouse.wire.format.XmlElement;
import dev.gatehouse.wire.format.XmlWriter;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.protocol.HeaderBindings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** {@code restXml}: S3. Members in path, query, headers, and an XML body. */
final class RestXmlCalls implements ClientProtocol {
    static final RestXmlCalls INSTANCE = new RestXmlCalls();

    private RestXmlCalls() {}

    @Override
    public AwsRequest encode(OperationModel operation, Structure input) {
        Headers.Builder headers = Headers.builder();
        byte[] body = body(operation, input, headers);
        HeaderBindings.write(input, headers);
        RequestLine line = RequestLine.of(operation, input);
        return new AwsRequest(
                operation.http().method(), line.path(), line.query(), headers.build(), body);
    }

    private static byte[] body(OperationModel operation, Structure input, Headers.Builder headers) {
        Member payload = input.shape().payload();
        if (payload == null) {
            return Responses.hasBody(input.shape())
                    ? document(root(operation, input), headers)
                    : new byte[0];
        }
        return switch (input.value(payload.index())) {
            case null -> new byte[0];
            case byte[] blob -> blob;
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            case Object value -> {
                XmlWriter xml = new XmlWriter();
                xml.element(payload.wireName(), payload, value);
                yield document(xml, headers);
            }
        };
    }

    private static XmlWriter root(OperationModel operation, Structure input) {
        XmlName xml = operation.traits().inputXml();
        String root = xml.root() == null ? operation.input().name() : xml.root();
        return new XmlWriter().open(root, xml.namespace()).members(input).close(root);
    }

    /** S3 wants a checksum with most documents, and takes one with all. */
    private static byte[] document(XmlWriter xml, Headers.Builder headers) {
        byte[] body = xml.bytes();
        headers.set("Content-Type", "application/xml");
        headers.set("Content-MD5", md5(body));
        return body;
    }

    @SuppressWarnings("InsecureCryptoUse") // the protocol's checksum, not a proof of anything
    private static String md5(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(body);
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public Structure decode(OperationModel operation, AwsResponse response) {
        return Responses.read(operation, () -> read(operation, response));
    }

    private static Structure read(OperationModel operation, AwsResponse response) {
        Shape output = operation.output();
        Structure.Builder members = Responses.head(output, response);
        byte[] body = response.bytes();
        Member payload = output.payload();
        if (payload != null) {
            Object raw = Responses.rawPayload(payload, body);
            XmlElement root = raw == null && body.length > 0 ? XmlElement.read(body) : null;
            members.set(
                    payload.index(),
                    root == null ? raw : XmlDecoder.RESPONSES.value(payload.shape(), root));
        } else if (body.length > 0 && Responses.hasBody(output)) {
            XmlElement root = XmlElement.read(body);
            if (operation.name().equals("GetBucketLocation")) {
                location(root, members);
            } else {
                XmlDecoder.RESPONSES.members(members, root);
            }
        }
        return members.build();
    }

    /** The one response whose single member is not wrapped in a further element. */
    private static void location(XmlElement root, Structure.Builder members) {
        Member location = members.shape().member("LocationConstraint");
        if (location != null && !root.text().isEmpty()) {
            members.set(location.index(), root.text());
        }
    }

    @Override
    public ServiceException error(ServiceModel service, AwsResponse response) {
        return XmlErrors.read(service, response);
    }
}
