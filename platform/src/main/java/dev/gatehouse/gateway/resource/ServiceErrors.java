package dev.gatehouse.gateway.resource;

import dev.gatehouse.kernel.ServiceException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** API Gateway's errors, and the rejection of what the data plane cannot do yet. */
public final class ServiceErrors {
    private static final String BAD_REQUEST = "BadRequestException";

    /** Whose rejection it is where AWS has none. */
    private static final String OWN = "Gatehouse ";

    private ServiceErrors() {}

    public static ServiceException badRequest(String message) {
        return new ServiceException(BAD_REQUEST, 400, message);
    }

    /** Whether something is a mistake for AWS too, not what Gatehouse lacks, and no denial. */
    public static boolean isOfAws(ServiceException rejection) {
        return rejection.code().equals(BAD_REQUEST) && !rejection.text().startsWith(OWN);
    }

    public static ServiceException notFound(String message) {
        return new ServiceException("NotFoundException", 404, message);
    }

    public static ServiceException conflict(String message) {
        return new ServiceException("ConflictException", 409, message);
    }

    public static ServiceException limitExceeded(String message) {
        return new ServiceException("LimitExceededException", 429, message);
    }

    /**
     * A valid request for something Gatehouse does not do yet, named so that it can be left out.
     */
    public static ServiceException unsupported(String what) {
        return badRequest(OWN + "does not support " + what + " yet");
    }

    /**
     * Rejects a property that was given a value with a behaviour; absent, false and empty ones have
     * none.
     */
    public static void reject(String property, @Nullable Object value) {
        if (!isIdle(value)) {
            throw unsupported(property);
        }
    }

    /** Rejects a property with a behaviour that only HTTP APIs have. */
    public static void onlyOfHttp(String property, @Nullable Object value) {
        if (!isIdle(value)) {
            throw badRequest(property + " is supported for HTTP APIs only");
        }
    }

    private static boolean isIdle(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Boolean flag -> !flag;
            case String text -> text.isEmpty();
            case Collection<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
    }

    /** Rejects a property that was given any value but the one AWS assumes. */
    public static void rejectUnless(String usual, String property, @Nullable String value) {
        if (value != null && !value.isEmpty() && !value.equals(usual)) {
            throw unsupported(property + " " + value);
        }
    }
}
