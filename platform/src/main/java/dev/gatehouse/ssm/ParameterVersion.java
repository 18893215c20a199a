package dev.gatehouse.ssm;

import dev.gatehouse.store.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a parameter.
 *
 * @param number from 1
 * @param type {@code String}, {@code StringList} or {@code SecureString}
 * @param value its value; of a SecureString, encrypted
 * @param tier {@code Standard} or {@code Advanced}
 * @param modifiedBy ARN of who made this version
 */
record ParameterVersion(
        long number,
        String type,
        String value,
        String tier,
        @Nullable String description,
        @Nullable String allowedPattern,
        Instant modified,
        String modifiedBy) {
    /** Earlier versions, by the name and number of each. */
    static final Kind<ParameterVersion> KIND = new Kind<>("ssm.version", ParameterVersion.class);

    static final String SECURE = "SecureString";

    /** The name of the key that the node encrypts SecureStrings with itself. */
    static final String KEY = "alias/aws/ssm";

    /** The only type of data that values are checked for. */
    static final String DATA_TYPE = "text";

    boolean isSecure() {
        return type.equals(SECURE);
    }

    @Nullable String keyId() {
        return isSecure() ? SecureValues.keyOf(value) : null;
    }
}
