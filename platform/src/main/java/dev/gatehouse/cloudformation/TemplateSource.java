package dev.gatehouse.cloudformation;

import dev.gatehouse.cloudformation.template.Refusal;
import dev.gatehouse.function.AwsCaller;
import dev.gatehouse.function.AwsCaller.CallerIdentity;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a template's text comes from: the request itself, or an object in S3. */
final class TemplateSource {
    private final AwsCaller caller;

    TemplateSource(AwsCaller caller) {
        this.caller = caller;
    }

    /** The text of a template given by body or by URL, exactly one of which must be there. */
    String text(CallerIdentity identity, @Nullable String body, @Nullable String url) {
        if (body != null && url == null) {
            return body;
        }
        if (url == null || body != null) {
            throw Refusal.of("Either Template URL or Template Body must be specified.");
        }
        S3Location location = S3Location.of(url);
        Map<String, Object> input = Map.of("Bucket", location.bucket(), "Key", location.key());
        Object content = caller.call(identity, "s3", "GetObject", input).get("Body");
        if (content instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        throw Refusal.of("S3 error: the template %s is empty", url);
    }

    /** An object named by a URL, in path style ({@code host/bucket/key}) or host style. */
    record S3Location(String bucket, String key) {
        static S3Location of(String url) {
            try {
                URI uri = URI.create(url);
                String host = String.valueOf(uri.getHost());
                String path =
                        URLDecoder.decode(uri.getRawPath().substring(1), StandardCharsets.UTF_8);
                int hosted = host.indexOf(".s3");
                if (hosted > 0) {
                    return new S3Location(host.substring(0, hosted), path);
                }
                int slash = path.indexOf('/');
                return new S3Location(path.substring(0, slash), path.substring(slash + 1));
            } catch (IllegalArgumentException | IndexOutOfBoundsException problem) {
                throw Refusal.of("TemplateURL must be a supported URL: %s", url);
            }
        }
    }
}
