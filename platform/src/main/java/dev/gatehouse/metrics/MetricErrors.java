package dev.gatehouse.metrics;

import dev.gatehouse.kernel.ServiceException;

/** The rejections of CloudWatch. */
final class MetricErrors {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private MetricErrors() {}

    static ServiceException invalid(String message) {
        return new ServiceException("InvalidParameterValueException", BAD_REQUEST, message);
    }

    static ServiceException combination(String message) {
        return new ServiceException("InvalidParameterCombinationException", BAD_REQUEST, message);
    }

    static ServiceException missing(String message) {
        return new ServiceException("MissingRequiredParameterException", BAD_REQUEST, message);
    }

    /** What AWS can be told and this node cannot do. */
    static ServiceException unsupported(String what) {
        return invalid(what + " is not supported.");
    }

    static ServiceException validation(String message) {
        return new ServiceException("ValidationError", BAD_REQUEST, message);
    }

    static ServiceException noAlarm(String names) {
        return new ServiceException("ResourceNotFound", NOT_FOUND, "Unknown alarms: " + names);
    }

    static ServiceException noDashboard(String name) {
        return new ServiceException(
                "DashboardNotFoundError", NOT_FOUND, "Dashboard " + name + " does not exist");
    }

    static ServiceException badToken() {
        return new ServiceException("InvalidNextToken", BAD_REQUEST, "Invalid nextToken");
    }
}
