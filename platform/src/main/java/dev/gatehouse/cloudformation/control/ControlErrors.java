package dev.gatehouse.cloudformation.control;

import dev.gatehouse.kernel.ServiceException;

/** Cloud Control's errors. */
final class ControlErrors {
    private ControlErrors() {}

    static ServiceException unknownType(String type) {
        return of("TypeNotFoundException", "The type '" + type + "' cannot be found.");
    }

    static ServiceException unsupported(String type, String action) {
        return of(
                "UnsupportedActionException",
                "Resource type " + type + " does not support " + action + " action");
    }

    static ServiceException absent(String type, String identifier) {
        return of(
                "ResourceNotFoundException",
                "Resource of type '%s' with identifier '%s' was not found."
                        .formatted(type, identifier));
    }

    static ServiceException invalid(String reason) {
        return of("InvalidRequestException", reason);
    }

    static ServiceException of(String code, String reason) {
        return new ServiceException(code, 400, reason);
    }

    /** AWS's code for what a service said when it rejected a change. */
    static String handlerCode(RuntimeException failure) {
        if (!(failure instanceof ServiceException rejection)) {
            return "InternalFailure";
        }
        String code = rejection.code();
        if (code.equals("NotUpdatableException")) {
            return "NotUpdatable";
        }
        if (rejection.status() == 403 || code.startsWith("AccessDenied")) {
            return "AccessDenied";
        }
        if (code.contains("AlreadyExist") || code.contains("Exists")) {
            return "AlreadyExists";
        }
        if (rejection.status() == 404 || code.contains("NotFound")) {
            return "NotFound";
        }
        if (rejection.status() == 409 || code.contains("Conflict")) {
            return "ResourceConflict";
        }
        if (code.contains("LimitExceeded")) {
            return "ServiceLimitExceeded";
        }
        if (code.equals("NotStabilized")) {
            return "NotStabilized";
        }
        return rejection.status() < 500 ? "InvalidRequest" : "ServiceInternalError";
    }
}
