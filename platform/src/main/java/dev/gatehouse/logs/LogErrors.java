package dev.gatehouse.logs;

import dev.gatehouse.kernel.ServiceException;

/** The rejections of CloudWatch Logs, in its words. */
final class LogErrors {
    private LogErrors() {}

    static ServiceException noGroup() {
        return new ServiceException(
                "ResourceNotFoundException", 400, "The specified log group does not exist.");
    }

    static ServiceException noStream() {
        return new ServiceException(
                "ResourceNotFoundException", 400, "The specified log stream does not exist.");
    }

    static ServiceException groupExists() {
        return new ServiceException(
                "ResourceAlreadyExistsException", 400, "The specified log group already exists");
    }

    static ServiceException streamExists() {
        return new ServiceException(
                "ResourceAlreadyExistsException", 400, "The specified log stream already exists");
    }

    /** What AWS can be told and this node cannot do. */
    static ServiceException unsupported(String member) {
        return invalid(member + " is not supported.");
    }

    static ServiceException invalid(String message) {
        return new ServiceException("InvalidParameterException", 400, message);
    }
}
