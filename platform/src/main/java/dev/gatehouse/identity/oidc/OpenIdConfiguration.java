package dev.gatehouse.identity.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vertx.core.Future;
import java.text.ParseException;
import java.util.Objects;

/** Where an issuer says that its keys are (OpenID Connect Discovery 1.0, section 4). */
public final class OpenIdConfiguration {
    private OpenIdConfiguration() {}

    /** The text of an issuer's set of keys. On an event loop. */
    public static Future<String> keys(JsonDocuments documents, String issuer) {
        return documents
                .read(withoutSlash(issuer) + "/.well-known/openid-configuration")
                .map(OpenIdConfiguration::keysUrl)
                .compose(documents::read);
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static String keysUrl(String configuration) {
        try {
            String url =
                    JSONObjectUtils.getString(JSONObjectUtils.parse(configuration), "jwks_uri");
            return Objects.requireNonNull(url, "no jwks_uri");
        } catch (ParseException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
