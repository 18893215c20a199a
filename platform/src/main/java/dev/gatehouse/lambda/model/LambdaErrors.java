package dev.gatehouse.lambda.model;

import dev.gatehouse.kernel.ServiceException;
import java.util.Map;

/** Lambda's rejections, with the member {@code Type} its clients get beside the message. */
public final class LambdaErrors {
    private static final Map<String, Object> BY_USER = Map.of("Type", "User");

    private LambdaErrors() {}

    public static ServiceException notFound(String message) {
        return new ServiceException("ResourceNotFoundException", 404, message, BY_USER);
    }

    /** The same as some operations have it: without the member {@code Type}, as recorded. */
    public static ServiceException notFoundUntyped(String message) {
        return new ServiceException("ResourceNotFoundException", 404, message, Map.of("Type", ""));
    }

    /** A rejection of another type, told as the caller's mistake. */
    public static ServiceException byUser(String type, int status, String message) {
        return new ServiceException(type, status, message, BY_USER);
    }

    /** What the read of a policy, layer or version responds that is not there. */
    public static ServiceException noSuchResource() {
        return notFound("The resource you requested does not exist.");
    }

    public static ServiceException functionNotFound(Object arn) {
        return notFound("Function not found: " + arn);
    }

    public static ServiceException conflict(String message) {
        return new ServiceException("ResourceConflictException", 409, message, BY_USER);
    }

    public static ServiceException invalidParameter(String message) {
        return new ServiceException("InvalidParameterValueException", 400, message, BY_USER);
    }

    /** The same as some operations have it: without the member {@code Type}, as recorded. */
    public static ServiceException invalidParameterUntyped(String message) {
        return new ServiceException(
                "InvalidParameterValueException", 400, message, Map.of("Type", ""));
    }

    /** Something AWS has and this node does not have yet: said by name rather than left out. */
    public static ServiceException unsupported(String what) {
        return invalidParameter(what + " is not supported by this Gatehouse.");
    }

    /**
     * The caller's picture of the resource is not the newest.
     *
     * @param reader the operation that shows the newest
     */
    public static ServiceException staleRevision(String reader) {
        return new ServiceException(
                "PreconditionFailedException",
                412,
                "The Revision Id provided does not match the latest Revision Id. Call the "
                        + reader
                        + " API to retrieve the latest Revision Id",
                BY_USER);
    }
}
