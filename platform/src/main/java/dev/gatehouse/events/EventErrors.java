package dev.gatehouse.events;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.TagViolation;
import org.jspecify.annotations.Nullable;

/** The rejections of EventBridge, in its words. */
final class EventErrors {
    private static final String NOT_FOUND = "ResourceNotFoundException";

    private EventErrors() {}

    static ServiceException noRule(String name, String bus) {
        return new ServiceException(
                NOT_FOUND, 400, "Rule %s does not exist on EventBus %s.".formatted(name, bus));
    }

    static ServiceException noBus(String name) {
        return new ServiceException(NOT_FOUND, 400, "Event bus " + name + " does not exist.");
    }

    static ServiceException noResource(String arn) {
        return new ServiceException(NOT_FOUND, 400, "Resource " + arn + " does not exist.");
    }

    static ServiceException validation(String message) {
        return new ServiceException("ValidationException", 400, message);
    }

    /** Rejects one more than there may be. */
    static void requireRoom(long present, int most) {
        if (present >= most) {
            throw new ServiceException(
                    "LimitExceededException",
                    400,
                    "The requested resource exceeds the maximum number allowed.");
        }
    }

    static ServiceException tags(TagViolation violation) {
        return validation(
                switch (violation) {
                    case TagViolation.TooMany _ -> "Too many tags on the resource";
                    case TagViolation.ReservedKey _ -> "System tags cannot be set";
                    case TagViolation.InvalidKey _ -> "Tag key is not valid";
                    case TagViolation.InvalidValue _ -> "Tag value is not valid";
                });
    }

    /** Rejects what is not there, by the name of its member. */
    static void reject(String member, @Nullable Object value) {
        if (value != null) {
            throw validation("Parameter " + member + " is not supported by this Gatehouse.");
        }
    }
}
