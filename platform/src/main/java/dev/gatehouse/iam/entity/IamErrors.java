package dev.gatehouse.iam.entity;

import dev.gatehouse.kernel.ServiceException;

/** The rejections of IAM, in its words. */
public final class IamErrors {
    private IamErrors() {}

    public static ServiceException noSuchEntity(String message) {
        return new ServiceException("NoSuchEntity", 404, message);
    }

    /** {@code noun} is role or user. */
    public static ServiceException noSuchHolder(String noun, String name) {
        return noSuchEntity("The %s with name %s cannot be found.".formatted(noun, name));
    }

    public static ServiceException noSuchPolicy(String arn) {
        return noSuchEntity("Policy " + arn + " was not found.");
    }

    public static ServiceException alreadyExists(String message) {
        return new ServiceException("EntityAlreadyExists", 409, message);
    }

    public static ServiceException deleteConflict(String message) {
        return new ServiceException("DeleteConflict", 409, message);
    }

    public static ServiceException limitExceeded(String message) {
        return new ServiceException("LimitExceeded", 409, message);
    }

    public static ServiceException malformed(String message) {
        return new ServiceException("MalformedPolicyDocument", 400, message);
    }

    public static ServiceException invalidInput(String message) {
        return new ServiceException("InvalidInput", 400, message);
    }

    public static ServiceException validation(String message) {
        return new ServiceException("ValidationError", 400, message);
    }
}
