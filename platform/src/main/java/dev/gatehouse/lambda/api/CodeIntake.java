package dev.gatehouse.lambda.api;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.code.CodePackage;
import dev.gatehouse.lambda.code.CodeStore;
import dev.gatehouse.lambda.code.ObjectSource;
import dev.gatehouse.lambda.encryption.CodeEncryption;
import dev.gatehouse.lambda.image.ImageStore;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.VersionCode;
import dev.gatehouse.wire.RequestContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Gets the package a request brings or names into the code store. */
final class CodeIntake {
    private final CodeStore packages;
    private final ObjectSource objects;
    private final ImageStore images;
    private final CodeEncryption encryption;

    CodeIntake(
            CodeStore packages,
            ObjectSource objects,
            ImageStore images,
            CodeEncryption encryption) {
        this.encryption = encryption;
        this.images = images;
        this.packages = packages;
        this.objects = objects;
    }

    /** The object a request names; null members are absent. */
    record ObjectName(@Nullable String bucket, @Nullable String key, @Nullable String versionId) {}

    /** The image that a request names, when nothing else is named beside it. */
    VersionCode image(
            RequestContext context,
            @Nullable String uri,
            byte @Nullable [] zip,
            ObjectName object) {
        if (uri == null || zip != null || object.bucket() != null || object.key() != null) {
            throw LambdaErrors.invalidParameter(
                    "Please provide ImageUri when updating a function with packageType Image.");
        }
        return images.take(uri, context.account());
    }

    /**
     * The package under the key that is to keep it.
     *
     * @param key its ARN; null or empty for none
     */
    VersionCode sealed(
            RequestContext context, Arn function, @Nullable String key, VersionCode taken) {
        if (key == null || key.isEmpty()) {
            return taken;
        }
        if (taken.imageUri() != null) {
            throw LambdaErrors.invalidParameter(
                    "SourceKMSKeyArn is not supported for functions with packageType Image.");
        }
        return taken.under(encryption.seal(context, function, key));
    }

    VersionCode take(RequestContext context, byte @Nullable [] zip, ObjectName object) {
        String bucket = object.bucket();
        String key = object.key();
        if (zip != null) {
            if (bucket != null || key != null) {
                throw LambdaErrors.invalidParameter(
                        "Please do not provide other FunctionCode parameters when providing a"
                                + " ZipFile.");
            }
            return code(packages.take(zip));
        }
        if (bucket == null || key == null) {
            throw LambdaErrors.invalidParameter("Please provide a source for function code.");
        }
        return fetch(context, bucket, key, object.versionId());
    }

    private VersionCode fetch(
            RequestContext context, String bucket, String key, @Nullable String versionId) {
        try (InputStream content = open(context, bucket, key, versionId)) {
            return code(packages.take(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputStream open(
            RequestContext context, String bucket, String key, @Nullable String versionId) {
        try {
            return objects.open(context.principal(), context.region(), bucket, key, versionId);
        } catch (ServiceException rejection) {
            throw LambdaErrors.invalidParameter(
                    "Error occurred while GetObject. S3 Error Code: %s. S3 Error Message: %s"
                            .formatted(rejection.code(), rejection.text()));
        }
    }

    private static VersionCode code(CodePackage taken) {
        return VersionCode.zip(taken.key(), taken.zippedBytes(), taken.unzippedBytes());
    }
}
