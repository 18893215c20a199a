package dev.gatehouse.kms;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.TagViolation;
import org.jspecify.annotations.Nullable;

/** The rejections of Key Management Service, in its words. */
final class KmsErrors {
    private KmsErrors() {}

    static ServiceException of(String code, String message, Object... arguments) {
        return new ServiceException(
                code, 400, arguments.length == 0 ? message : message.formatted(arguments));
    }

    static ServiceException absent(String message, Object... arguments) {
        return of("NotFoundException", message, arguments);
    }

    static ServiceException disabled(StoredKey key, String arn) {
        return key.deletion() == null
                ? of("DisabledException", "%s is disabled.", arn)
                : pending(arn);
    }

    static ServiceException pending(String arn) {
        return of("KMSInvalidStateException", "%s is pending deletion.", arn);
    }

    static ServiceException ciphertext() {
        return new ServiceException("InvalidCiphertextException", 400, "");
    }

    static ServiceException validation(String message, Object... arguments) {
        return of("ValidationException", message, arguments);
    }

    /** Rejects what AWS can be asked and this node cannot do. */
    static void reject(String member, @Nullable Object value) {
        if (value != null) {
            throw of("UnsupportedOperationException", "%s is not supported.", member);
        }
    }

    /** Rejects another value than the one there is. */
    static void rejectOther(String member, String only, @Nullable String value) {
        if (value != null && !value.equals(only)) {
            throw of("UnsupportedOperationException", "%s %s is not supported.", member, value);
        }
    }

    static ServiceException tags(TagViolation violation) {
        return switch (violation) {
            case TagViolation.TooMany _ ->
                    of("LimitExceededException", "The number of tags exceeds the limit.");
            case TagViolation.ReservedKey _ ->
                    of("TagException", "Tags beginning with aws: are reserved");
            case TagViolation.InvalidKey(String key) ->
                    of("TagException", "The tag key %s is invalid", key);
            case TagViolation.InvalidValue(_, String value) ->
                    of("TagException", "The tag value %s is invalid", value);
        };
    }
}
