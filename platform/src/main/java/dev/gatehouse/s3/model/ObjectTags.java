package dev.gatehouse.s3.model;

import dev.gatehouse.aws.s3.Tag;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.TagViolation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tags of an object as requests say them. */
public final class ObjectTags {
    private static final int TAGS_MAX = 10;

    private ObjectTags() {}

    /**
     * The tags of the header {@code x-amz-tagging}: the query of a URL.
     *
     * @throws ServiceException InvalidArgument, InvalidTag, BadRequest
     */
    public static Map<String, String> parse(@Nullable String header) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (header == null || header.isEmpty()) {
            return tags;
        }
        for (String each : header.split("&")) {
            int equals = each.indexOf('=');
            String key = decode(equals < 0 ? each : each.substring(0, equals), header);
            String value = equals < 0 ? "" : decode(each.substring(equals + 1), header);
            boolean readable =
                    TagViolation.CHARACTERS.matcher(key).matches()
                            && TagViolation.CHARACTERS.matcher(value).matches();
            if (!readable || tags.put(key, value) != null) {
                throw malformed(header);
            }
        }
        return checked(tags);
    }

    /**
     * The tags of an XML body.
     *
     * @throws ServiceException InvalidTag, BadRequest
     */
    public static Map<String, String> of(List<Tag> asked) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Tag each : asked) {
            if (tags.put(each.key(), each.value()) != null) {
                throw S3Errors.badRequest(
                        "InvalidTag", "Cannot provide multiple Tags with the same key");
            }
        }
        return checked(tags);
    }

    public static List<Tag> views(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private static Map<String, String> checked(Map<String, String> tags) {
        TagViolation.ofUserDefined(tags, TAGS_MAX)
                .ifPresent(
                        violation -> {
                            throw S3Errors.invalidTags(
                                    violation,
                                    "Object tags cannot be greater than " + TAGS_MAX,
                                    "Your TagKey cannot be prefixed with aws:");
                        });
        return tags;
    }

    private static String decode(String text, String header) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed(header);
        }
    }

    private static ServiceException malformed(String header) {
        return S3Errors.invalidArgument(
                "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query"
                        + " parameters without tag name duplicates.",
                "x-amz-tagging",
                header);
    }
}
