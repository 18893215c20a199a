package dev.gatehouse.lambda.image;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.model.LambdaErrors;

/** Why an image cannot be had. */
final class ImageErrors {
    private ImageErrors() {}

    static ServiceException missing(ImageName name) {
        return LambdaErrors.invalidParameter(
                "Source image %s/%s:%s does not exist. Provide a valid source image."
                        .formatted(name.registry(), name.repository(), name.reference()));
    }

    static ServiceException notAllowed(ImageName name) {
        return LambdaErrors.invalidParameter(
                "Images of the registry %1$s are not supported by this Gatehouse: set registry.%1$s"
                        .formatted(name.registry()));
    }

    static ServiceException noPermission() {
        return new ServiceException(
                "AccessDeniedException",
                403,
                "Lambda does not have permission to access the ECR image. Check the ECR"
                        + " permissions.");
    }

    static ServiceException unsupported(String what) {
        return LambdaErrors.invalidParameter(
                "The image manifest, config or layer media type for the source image is not"
                        + " supported: "
                        + what);
    }

    static ServiceException unreachable(ImageName name, String why) {
        return LambdaErrors.invalidParameter(
                "The registry of the source image %s/%s did not give it: %s"
                        .formatted(name.registry(), name.repository(), why));
    }

    static ServiceException tooLarge(long bytes) {
        return LambdaErrors.invalidParameter(
                "The source image is larger than " + bytes + " bytes when it is unpacked.");
    }
}
