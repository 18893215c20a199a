package dev.gatehouse.lambda.encryption;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.model.LambdaErrors;
import java.util.Map;

/** What Lambda says where KMS does not decrypt a function's variables. */
final class DecryptionErrors {
    private static final String DENIED = "KMS access was denied";

    static final String VARIABLES = "environment variables";
    static final String CODE = "deployment package";

    /** Lambda's type and words, by KMS's type. Source: the model of Invoke's errors. */
    private static final Map<String, Reason> REASONS =
            Map.of(
                    "DisabledException",
                    new Reason("KMSDisabledException", "the KMS key used is disabled"),
                    "KMSInvalidStateException",
                    new Reason(
                            "KMSInvalidStateException",
                            "the state of the KMS key used is not valid for Decrypt"),
                    "NotFoundException",
                    new Reason("KMSNotFoundException", "the KMS key was not found"));

    private record Reason(String type, String words) {}

    private DecryptionErrors() {}

    static boolean isDenial(ServiceException rejection) {
        return rejection.code().startsWith("AccessDenied");
    }

    /** To who invokes the function. */
    static ServiceException atStart(ServiceException rejection, String what) {
        Reason reason = reason(rejection);
        return LambdaErrors.byUser(
                reason.type(),
                502,
                "Lambda was unable to decrypt the %s because %s. Please check the function's KMS key settings. %s"
                        .formatted(what, reason.words(), cause(rejection)));
    }

    /** To who reads the function's configuration, beside the rest of it. */
    static VariableEncryption.Unreadable whenRead(ServiceException rejection) {
        boolean denied = isDenial(rejection);
        String message =
                ("Lambda was unable to decrypt your environment variables because %s. Please check"
                                + " your KMS %s. %s")
                        .formatted(
                                denied ? "the " + DENIED : reason(rejection).words(),
                                denied ? "permissions" : "key settings",
                                cause(rejection));
        return new VariableEncryption.Unreadable(
                denied ? "AccessDeniedException" : reason(rejection).type(), message);
    }

    private static Reason reason(ServiceException rejection) {
        return isDenial(rejection)
                ? new Reason("KMSAccessDeniedException", DENIED)
                : REASONS.getOrDefault(
                        rejection.code(),
                        new Reason("ServiceException", "KMS rejected the request"));
    }

    private static String cause(ServiceException rejection) {
        return "KMS Exception: %sKMS Message: %s"
                .formatted(
                        isDenial(rejection) ? "AccessDeniedException" : rejection.code(),
                        rejection.text());
    }
}
