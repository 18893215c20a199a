package dev.gatehouse.cloudformation.sam.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import java.util.List;

/** What SAM says of a function's properties before CloudFormation sees them. */
final class FunctionChecks {
    private FunctionChecks() {}

    static void check(Declared function) {
        for (String property : List.of("CapacityProviderConfig", "FunctionScalingConfig")) {
            if (!function.get(property).isMissingNode()) {
                throw function.invalid(
                        "The property "
                                + property
                                + " is not supported: there are no capacity providers.");
            }
        }
        if (function.properties().has("VersionDeletionPolicy")
                && !function.properties().has("AutoPublishAlias")) {
            throw function.invalid("'VersionDeletionPolicy' requires 'AutoPublishAlias'.");
        }
        if (Values.isTrue(function.get("ProvisionedConcurrencyConfig"))
                && !Values.isTrue(function.get("AutoPublishAlias"))) {
            throw function.invalid(
                    "To set ProvisionedConcurrencyConfig AutoPublishALias must be defined on the"
                            + " function");
        }
        checkLetters(function);
        if (Values.isTrue(function.get("TenancyConfig"))) {
            checkTenancy(function);
        }
    }

    private static void checkLetters(Declared function) {
        JsonNode letters = function.get("DeadLetterQueue");
        if (!Values.isTrue(letters)) {
            return;
        }
        if (!Values.isTrue(letters.path("Type")) || !Values.isTrue(letters.path("TargetArn"))) {
            throw function.invalid(
                    "'DeadLetterQueue' requires Type and TargetArn properties to be specified.");
        }
        if (!letters.get("Type").asText().matches("SQS|SNS")) {
            throw function.invalid("'DeadLetterQueue' requires Type of ['SQS', 'SNS']");
        }
    }

    private static void checkTenancy(Declared function) {
        String behind = " is not supported for functions enabled with tenancy configuration.";
        if (Values.isTrue(function.get("ProvisionedConcurrencyConfig"))) {
            throw function.invalid("Provisioned concurrency" + behind);
        }
        if (Values.isTrue(function.get("FunctionUrlConfig"))) {
            throw function.invalid("Function URL" + behind);
        }
        if (Values.isTrue(function.get("SnapStart"))) {
            throw function.invalid("SnapStart" + behind);
        }
        for (JsonNode event : function.get("Events")) {
            String type = event.path("Type").asText();
            if (!List.of("Api", "HttpApi").contains(type)) {
                throw function.invalid(
                        "Event source '"
                                + type
                                + "'"
                                + behind
                                + " Only Api and HttpApi event sources are supported.");
            }
        }
    }

    static void checkPackage(Declared function, ObjectNode made) {
        String type = made.path("PackageType").asText("Zip");
        switch (type) {
            case "Zip" -> {
                if (!Values.isTrue(made.path("Runtime")) || !Values.isTrue(made.path("Handler"))) {
                    throw function.invalid(
                            "Runtime and Handler needs to be present when PackageType is of type"
                                    + " `Zip`");
                }
                if (made.path("Code").has("ImageUri") || Values.isTrue(made.path("ImageConfig"))) {
                    throw function.invalid(
                            "ImageUri or ImageConfig cannot be present when PackageType is of"
                                    + " type `Zip`");
                }
            }
            case "Image" -> {
                if (Values.isTrue(made.path("Handler"))
                        || Values.isTrue(made.path("Runtime"))
                        || Values.isTrue(made.path("Layers"))) {
                    throw function.invalid(
                            "Runtime, Handler, Layers cannot be present when PackageType is of"
                                    + " type `Image`");
                }
            }
            default -> throw function.invalid("invalid 'PackageType' : " + type);
        }
    }
}
