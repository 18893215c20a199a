package dev.gatehouse.secretsmanager;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.TagViolation;
import org.jspecify.annotations.Nullable;

/** The rejections of Secrets Manager, in its words. */
final class SecretErrors {
    private SecretErrors() {}

    static ServiceException of(String code, String message, Object... arguments) {
        return new ServiceException(
                code, 400, arguments.length == 0 ? message : message.formatted(arguments));
    }

    static ServiceException parameter(String message, Object... arguments) {
        return of("InvalidParameterException", message, arguments);
    }

    static ServiceException request(String message, Object... arguments) {
        return of("InvalidRequestException", message, arguments);
    }

    static ServiceException absent() {
        return of("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }

    static ServiceException noValue(String what, String name) {
        return of(
                "ResourceNotFoundException",
                "Secrets Manager can't find the specified secret value for %s: %s",
                what,
                name);
    }

    /** Rejects what AWS can be asked and this node cannot do. */
    static void reject(String member, @Nullable Object value) {
        if (value != null) {
            throw parameter("%s is not supported.", member);
        }
    }

    static ServiceException tags(TagViolation violation) {
        return switch (violation) {
            case TagViolation.TooMany(_, int most) ->
                    of("LimitExceededException", "A secret can have at most %d tags.", most);
            case TagViolation.ReservedKey _ ->
                    request("aws: prefixed tag key names are not allowed for external use.");
            case TagViolation.InvalidKey(String key) ->
                    request("The tag key %s is not valid.", key);
            case TagViolation.InvalidValue(_, String value) ->
                    request("The tag value %s is not valid.", value);
        };
    }
}
