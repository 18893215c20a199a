package dev.gatehouse.lambda.image;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.model.LambdaErrors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An image's URI, taken apart: {@code host[:port]/repository[:tag][@digest]}.
 *
 * @param registry the host, with its port where it has one
 * @param repository the repository's path
 * @param reference a tag, or a digest
 */
public record ImageName(String registry, String repository, String reference) {
    private static final Pattern FORM =
            Pattern.compile(
                    "(?<registry>[a-zA-Z0-9.-]+(:\\d{1,5})?)"
                            + "/(?<repository>[a-z0-9]+([._/-]+[a-z0-9]+)*)"
                            + "(:(?<tag>\\w[\\w.-]{0,127}))?"
                            + "(@(?<digest>sha256:[0-9a-f]{64}))?");
    private static final int LONGEST = 1_024;

    /**
     * Reads a URI.
     *
     * @throws ServiceException when it is none
     */
    public static ImageName parse(String uri) {
        Matcher form = FORM.matcher(uri);
        if (uri.length() > LONGEST || !form.matches()) {
            throw LambdaErrors.invalidParameter("Source image " + uri + " is not valid.");
        }
        return new ImageName(
                form.group("registry"),
                form.group("repository"),
                reference(form.group("digest"), form.group("tag")));
    }

    private static String reference(@Nullable String digest, @Nullable String tag) {
        if (digest != null) {
            return digest;
        }
        return tag == null ? "latest" : tag;
    }

    /** The same image by what it is, not by what it is called. */
    public String resolved(String sha256) {
        return registry + '/' + repository + "@sha256:" + sha256;
    }
}
