package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.http.Body;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.MalformedException;
import dev.gatehouse.wire.format.XmlDecoder;
import dev.gatehouse.wire.format.XmlElement;
import dev.gatehouse.wire.format.XmlWriter;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** {@code restXml}: S3. Members in path, query, headers, and an XML body. */
final class RestXmlProtocol implements Protocol {
    static final RestXmlProtocol INSTANCE = new RestXmlProtocol();

    private static final String S3_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    /** Root elements of S3's responses; the model does not have them. */
    private static final Map<String, String> ROOTS =
            Map.ofEntries(
                    Map.entry("ListBuckets", "ListAllMyBucketsResult"),
                    Map.entry("ListDirectoryBuckets", "ListAllMyDirectoryBucketsResult"),
                    Map.entry("ListObjects", "ListBucketResult"),
                    Map.entry("ListObjectsV2", "ListBucketResult"),
                    Map.entry("ListObjectVersions", "ListVersionsResult"),
                    Map.entry("CreateMultipartUpload", "InitiateMultipartUploadResult"),
                    Map.entry("DeleteObjects", "DeleteResult"),
                    Map.entry("GetBucketAcl", "AccessControlPolicy"),
                    Map.entry("GetObjectAcl", "AccessControlPolicy"),
                    Map.entry("GetBucketCors", "CORSConfiguration"),
                    Map.entry("GetBucketTagging", "Tagging"),
                    Map.entry("GetObjectTagging", "Tagging"),
                    Map.entry("GetBucketVersioning", "VersioningConfiguration"),
                    Map.entry("GetBucketWebsite", "WebsiteConfiguration"),
                    Map.entry("GetBucketLogging", "BucketLoggingStatus"),
                    Map.entry("GetBucketLifecycleConfiguration", "LifecycleConfiguration"),
                    Map.entry("GetBucketRequestPayment", "RequestPaymentConfiguration"),
                    Map.entry("GetBucketAccelerateConfiguration", "AccelerateConfiguration"));

    private static final Set<String> PARTIAL = Set.of("GetObject", "HeadObject");

    private RestXmlProtocol() {}

    @Override
    public Structure decode(OperationModel operation, WireRequest request) {
        Structure.Builder input = Structure.builder(operation.input());
        try {
            HttpBindings.decode(operation, request, input);
        } catch (MalformedException malformed) {
            throw new ServiceException("InvalidArgument", 400, malformed.text());
        }
        try {
            decodeBody(operation.input(), request.body(), input);
            return IdempotencyTokens.fill(input).build();
        } catch (MalformedException malformed) {
            throw new ServiceException("MalformedXML", 400, malformed.text());
        }
    }

    private static void decodeBody(Shape shape, byte[] body, Structure.Builder input) {
        if (body.length == 0) {
            return;
        }
        Member payload = shape.payload();
        if (payload == null) {
            if (HttpBindings.hasBody(shape)) {
                XmlDecoder.REQUESTS.members(input, XmlElement.read(body));
            }
            return;
        }
        switch (payload.shape().type()) {
            case BLOB -> input.set(payload.index(), body);
            case STRING -> input.set(payload.index(), new String(body, StandardCharsets.UTF_8));
            case STRUCTURE, LIST, MAP, DOCUMENT, BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE, TIMESTAMP ->
                    input.set(
                            payload.index(),
                            XmlDecoder.REQUESTS.value(payload.shape(), XmlElement.read(body)));
        }
    }

    @Override
    public WireResponse encode(OperationModel operation, Structure output, RequestId requestId) {
        Headers.Builder headers = headers(requestId);
        Body body = body(operation, output, headers);
        HeaderBindings.write(output, headers);
        return new WireResponse(status(operation, output), headers.build(), body);
    }

    /** The model does not say it: a part of an object comes with Partial Content. */
    private static int status(OperationModel operation, Structure output) {
        boolean partial =
                PARTIAL.contains(operation.name()) && output.value("ContentRange") != null;
        return partial ? 206 : HttpBindings.status(operation, output);
    }

    private static Body body(OperationModel operation, Structure output, Headers.Builder headers) {
        Member payload = output.shape().payload();
        if (payload == null) {
            if (!HttpBindings.hasBody(output.shape())) {
                return Body.NONE;
            }
            headers.set("Content-Type", "application/xml");
            return Body.of(document(operation, output));
        }
        Object value = output.value(payload.index());
        return switch (value) {
            case null -> Body.NONE;
            case Body body -> body;
            case byte[] blob -> Body.of(blob);
            case String text -> Body.of(text.getBytes(StandardCharsets.UTF_8));
            default -> {
                headers.set("Content-Type", "application/xml");
                XmlWriter xml = new XmlWriter().declaration();
                xml.element(payload.wireName(), payload, value);
                yield Body.of(xml.bytes());
            }
        };
    }

    private static byte[] document(OperationModel operation, Structure output) {
        XmlWriter xml = new XmlWriter().declaration();
        if (operation.name().equals("GetBucketLocation")) {
            // The one response whose single member is not wrapped in a further element.
            Object location = output.value("LocationConstraint");
            xml.open("LocationConstraint", S3_NAMESPACE);
            return xml.escaped(location == null ? "" : location.toString())
                    .close("LocationConstraint")
                    .bytes();
        }
        String root = ROOTS.getOrDefault(operation.name(), operation.name() + "Result");
        return xml.open(root, S3_NAMESPACE).members(output).close(root).bytes();
    }

    @Override
    public WireResponse encodeError(
            ServiceModel service, ServiceException error, RequestId requestId) {
        XmlWriter xml = new XmlWriter().declaration().open("Error");
        xml.text("Code", ErrorShapes.code(service, error));
        xml.text("Message", error.text());
        error.members().forEach((name, value) -> xml.text(name, value.toString()));
        xml.text("RequestId", requestId.value()).close("Error");
        Headers.Builder headers = headers(requestId).set("Content-Type", "application/xml");
        error.headers().forEach(headers::set);
        return new WireResponse(error.status(), headers.build(), xml.bytes());
    }

    @Override
    public ServiceException unknownOperation(ServiceModel service, String operation) {
        return new ServiceException(
                "NotImplemented", 501, ErrorShapes.notImplemented(service, operation));
    }

    private static Headers.Builder headers(RequestId requestId) {
        return Headers.builder()
                .add("x-amz-request-id", requestId.value())
                .add("x-amz-id-2", requestId.value());
    }
}
