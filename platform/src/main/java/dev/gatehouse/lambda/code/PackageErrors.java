package dev.gatehouse.lambda.code;

import dev.gatehouse.kernel.ServiceException;
import java.util.Map;

/** Lambda's errors for a deployment package it cannot use. */
final class PackageErrors {
    private PackageErrors() {}

    static ServiceException notUnzippable() {
        return invalidParameter(
                "Could not unzip uploaded file. Please check your file, then try to upload again.");
    }

    static ServiceException empty() {
        return invalidParameter("Uploaded file must be a non-empty zip");
    }

    static ServiceException unzippedTooLarge(long limit) {
        return invalidParameter("Unzipped size must be smaller than " + limit + " bytes");
    }

    static ServiceException zippedTooLarge(long limit) {
        return new ServiceException(
                "RequestEntityTooLargeException",
                413,
                "Zipped size must be smaller than " + limit + " bytes");
    }

    private static ServiceException invalidParameter(String message) {
        return new ServiceException(
                "InvalidParameterValueException", 400, message, Map.of("Type", "User"));
    }
}
