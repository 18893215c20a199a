package dev.gatehouse.ecr;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.TagViolation;
import org.jspecify.annotations.Nullable;

/** The rejections of Elastic Container Registry, in its words. */
final class EcrErrors {
    private EcrErrors() {}

    static ServiceException of(String code, String message, Object... arguments) {
        return new ServiceException(code, 400, message.formatted(arguments));
    }

    static ServiceException invalid(String parameter, String constraint) {
        return of(
                "InvalidParameterException",
                "Invalid parameter at '%s' failed to satisfy constraint: '%s'",
                parameter,
                constraint);
    }

    static ServiceException noRepository(String name, String registry) {
        return of(
                "RepositoryNotFoundException",
                "The repository with name '%s' does not exist in the registry with id '%s'",
                name,
                registry);
    }

    static ServiceException repositoryExists(String name, String registry) {
        return of(
                "RepositoryAlreadyExistsException",
                "The repository with name '%s' already exists in the registry with id '%s'",
                name,
                registry);
    }

    static ServiceException noPolicy(String name, String registry) {
        return of(
                "RepositoryPolicyNotFoundException",
                "Repository policy does not exist for the repository with name '%s' in the"
                        + " registry with id '%s'",
                name,
                registry);
    }

    static ServiceException noLifecycle(String name, String registry) {
        return of(
                "LifecyclePolicyNotFoundException",
                "Lifecycle policy does not exist for the repository with name '%s' in the registry"
                        + " with id '%s'",
                name,
                registry);
    }

    static ServiceException tags(TagViolation violation) {
        return switch (violation) {
            case TagViolation.TooMany(_, int most) ->
                    of("TooManyTagsException", "A resource can have at most %d tags.", most);
            case TagViolation.ReservedKey _ ->
                    of(
                            "InvalidTagParameterException",
                            "aws: prefixed tag key names are not allowed for external use.");
            case TagViolation.InvalidKey(String key) ->
                    of("InvalidTagParameterException", "The tag key '%s' is invalid.", key);
            case TagViolation.InvalidValue(_, String value) ->
                    of("InvalidTagParameterException", "The tag value '%s' is invalid.", value);
        };
    }

    /** Rejects what AWS can be asked and this node cannot do. */
    static void reject(String member, @Nullable Object value) {
        if (value != null) {
            throw of("InvalidParameterException", "%s is not supported.", member);
        }
    }
}
