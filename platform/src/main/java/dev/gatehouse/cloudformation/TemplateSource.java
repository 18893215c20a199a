package dev.gatehouse.cloudformation;

import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.s3.S3;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.cloudformation.template.TemplateReader;
import dev.gatehouse.wire.format.Structures;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a template's text comes from: the request itself, or an object in S3. */
final class TemplateSource {
    private final AwsServices services;

    TemplateSource(AwsServices services) {
        this.services = services;
    }

    /**
     * The text of a template given by body or by URL, exactly one of which must be there.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError when not, or when the URL names
     *     no object of S3; what S3 says when it has no such object
     */
    String text(CallerIdentity identity, @Nullable String body, @Nullable String url) {
        if ((body == null) == (url == null)) {
            throw TemplateErrors.of("Either Template URL or Template Body must be specified.");
        }
        String text = body == null ? fetched(identity, Objects.requireNonNull(url)) : body;
        return IncludeTransform.expanded(text, location -> fetched(identity, location));
    }

    /** No more of an object than shows that it is too long for a template. */
    String fetched(CallerIdentity identity, String url) {
        Map<String, Object> location = S3Location.of(url).input();
        Structure input = Structures.fromMap(S3.GET_OBJECT.model().input(), location);
        try (InputStream content = services.as(identity).payload(S3.GET_OBJECT.model(), input)) {
            byte[] text = content.readNBytes(TemplateReader.LONGEST + 1);
            if (text.length == 0) {
                throw TemplateErrors.of("S3 error: the template %s is empty", url);
            }
            return new String(text, StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw TemplateErrors.of("S3 error: the template %s broke off", url);
        }
    }

    /** An object named by a URL: {@code s3://bucket/key}, in path style, or in host style. */
    record S3Location(String bucket, String key, @Nullable String version) {
        private static final String S3 = "s3://";
        private static final String VERSION = "versionId=";

        static S3Location of(String url) {
            try {
                if (url.startsWith(S3)) {
                    int end = url.indexOf('/', S3.length());
                    return new S3Location(
                            url.substring(S3.length(), end), url.substring(end + 1), null);
                }
                URI uri = URI.create(url);
                String host = String.valueOf(uri.getHost());
                String path = decoded(uri.getRawPath().substring(1));
                String query = uri.getRawQuery();
                String version =
                        query != null && query.startsWith(VERSION)
                                ? decoded(query.substring(VERSION.length()))
                                : null;
                int hosted = host.indexOf(".s3");
                if (hosted > 0) {
                    return new S3Location(host.substring(0, hosted), path, version);
                }
                int slash = path.indexOf('/');
                return new S3Location(path.substring(0, slash), path.substring(slash + 1), version);
            } catch (IllegalArgumentException | IndexOutOfBoundsException problem) {
                throw TemplateErrors.of("TemplateURL must be a supported URL: %s", url);
            }
        }

        private static String decoded(String text) {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        }

        /** The members of a GetObject call. */
        Map<String, Object> input() {
            Map<String, Object> input = new LinkedHashMap<>(Map.of("Bucket", bucket, "Key", key));
            if (version != null) {
                input.put("VersionId", version);
            }
            return input;
        }
    }
}
