package dev.gatehouse.scaling;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.TagViolation;

/** The rejections of Application Auto Scaling, in its words as far as they are known. */
final class ScalingErrors {
    private ScalingErrors() {}

    static ServiceException validation(String message, Object... arguments) {
        return new ServiceException("ValidationException", 400, message.formatted(arguments));
    }

    /** What is not there, by its kind, such as {@code scaling policy}. */
    static ServiceException notFound(String kind, String resourceId, String named) {
        return new ServiceException(
                "ObjectNotFoundException",
                400,
                "No %s found for service namespace: %s, resource ID: %s, scalable dimension: %s%s"
                        .formatted(
                                kind,
                                ScaledResource.NAMESPACE,
                                resourceId,
                                ScaledResource.DIMENSION,
                                named));
    }

    static ServiceException notRegistered(String resourceId) {
        return new ServiceException(
                "ObjectNotFoundException",
                400,
                "No scalable target registered for service namespace: %s, resource ID: %s, scalable"
                                .formatted(ScaledResource.NAMESPACE, resourceId)
                        + " dimension: "
                        + ScaledResource.DIMENSION);
    }

    static ServiceException noResource(String arn) {
        return new ServiceException(
                "ResourceNotFoundException",
                400,
                "The specified resource %s does not exist".formatted(arn));
    }

    static ServiceException invalidToken() {
        return new ServiceException("InvalidNextTokenException", 400, "Invalid next token.");
    }

    static ServiceException tooMany(String what, int most) {
        return new ServiceException(
                "LimitExceededException",
                400,
                "A scalable target can have at most %d %s.".formatted(most, what));
    }

    static ServiceException tags(TagViolation violation) {
        return switch (violation) {
            case TagViolation.TooMany(_, int most) ->
                    new ServiceException(
                            "TooManyTagsException",
                            400,
                            "A resource can have at most %d tags.".formatted(most));
            case TagViolation.ReservedKey _ ->
                    validation("aws: prefixed tag key names are not allowed for external use.");
            case TagViolation.InvalidKey(String key) ->
                    validation("The tag key '%s' is invalid.", key);
            case TagViolation.InvalidValue(_, String value) ->
                    validation("The tag value '%s' is invalid.", value);
        };
    }
}
