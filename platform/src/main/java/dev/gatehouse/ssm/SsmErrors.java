package dev.gatehouse.ssm;

import dev.gatehouse.kernel.ServiceException;
import org.jspecify.annotations.Nullable;

/** The rejections of Parameter Store, in its words. */
final class SsmErrors {
    private SsmErrors() {}

    static ServiceException of(String code, String message, Object... arguments) {
        return new ServiceException(
                code, 400, arguments.length == 0 ? message : message.formatted(arguments));
    }

    static ServiceException invalid(String message, Object... arguments) {
        return of("ValidationException", message, arguments);
    }

    /** There is no such parameter; of it AWS says nothing but that. */
    static ServiceException noParameter() {
        return of("ParameterNotFound", "");
    }

    static ServiceException noVersion(String name, String version) {
        return of(
                "ParameterVersionNotFound",
                "Systems Manager could not find version %s of %s. Verify the version and try"
                        + " again.",
                version,
                name);
    }

    static ServiceException noResource() {
        return of(
                "InvalidResourceId",
                "The resource ID is not valid. Verify that you entered the correct ID and try"
                        + " again.");
    }

    /** Rejects what AWS can be asked and this node cannot do. */
    static void reject(String member, @Nullable Object value) {
        if (value != null) {
            throw invalid("%s is not supported.", member);
        }
    }
}
