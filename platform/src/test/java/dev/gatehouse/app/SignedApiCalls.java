package dev.gatehouse.app;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.signer.Aws4Signer;
import software.amazon.awssdk.auth.signer.params.Aws4SignerParams;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;

/** Calls of APIs, signed by AWS's own signer. */
final class SignedApiCalls {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX");

    private static final Set<String> OF_CLIENT = Set.of("host", "content-length");

    private SignedApiCalls() {}

    static HttpResponse<String> send(AwsCredentials keys, String method, URI uri, String body)
            throws Exception {
        return send(keys, "execute-api", method, uri, body, body);
    }

    /**
     * @param signed the body that is signed
     * @param sent the body that is sent
     */
    static HttpResponse<String> send(
            AwsCredentials keys, String service, String method, URI uri, String signed, String sent)
            throws Exception {
        HttpRequest.Builder out =
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.ofString(sent));
        headers(keys, service, method, uri, signed)
                .forEach((name, values) -> add(out, name, values));
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(out.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** The headers that a signed request has. */
    static Map<String, List<String>> headers(
            AwsCredentials keys, String service, String method, URI uri, String body) {
        SignedRequest request =
                AwsV4HttpSigner.create()
                        .sign(
                                r ->
                                        r.identity(keys)
                                                .request(
                                                        SdkHttpRequest.builder()
                                                                .method(
                                                                        SdkHttpMethod.fromValue(
                                                                                method))
                                                                .uri(uri)
                                                                .build())
                                                .payload(ContentStreamProvider.fromUtf8String(body))
                                                .putProperty(
                                                        AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                                        service)
                                                .putProperty(
                                                        AwsV4HttpSigner.REGION_NAME, "us-east-1"));
        return request.request().headers();
    }

    /**
     * Whether AWS's own signer would sign a request as it was signed, with the headers it signs.
     */
    static boolean isSigned(AwsCredentials keys, HttpServerRequest request, String body) {
        String sent = String.valueOf(request.getHeader("Authorization"));
        List<String> scope = List.of(part(sent, "Credential").split("/", -1));
        SdkHttpFullRequest.Builder unsigned =
                SdkHttpFullRequest.builder()
                        .method(SdkHttpMethod.fromValue(request.method().name()))
                        .uri(URI.create("http://" + request.getHeader("Host") + request.uri()))
                        .contentStreamProvider(ContentStreamProvider.fromUtf8String(body));
        for (String name : part(sent, "SignedHeaders").split(";", -1)) {
            if (!name.equals("host") && !name.equals("x-amz-date")) {
                unsigned.putHeader(name, request.headers().getAll(name));
            }
        }
        Instant at = DATE.parse(request.getHeader("X-Amz-Date"), Instant::from);
        Aws4SignerParams params =
                Aws4SignerParams.builder()
                        .awsCredentials(keys)
                        .signingName(scope.get(3))
                        .signingRegion(Region.of(scope.get(2)))
                        .signingClockOverride(Clock.fixed(at, ZoneOffset.UTC))
                        .build();
        return Aws4Signer.create()
                .sign(unsigned.build(), params)
                .firstMatchingHeader("Authorization")
                .orElse("")
                .equals(sent);
    }

    private static String part(String authorization, String name) {
        return authorization.replaceAll(".*" + name + "=([^, ]*).*", "$1");
    }

    private static void add(HttpRequest.Builder out, String name, List<String> values) {
        if (!OF_CLIENT.contains(name.toLowerCase(java.util.Locale.ROOT))) {
            values.forEach(value -> out.header(name, value));
        }
    }
}
