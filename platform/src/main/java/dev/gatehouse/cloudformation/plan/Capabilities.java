package dev.gatehouse.cloudformation.plan;

import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.kernel.ServiceException;
import java.util.List;
import java.util.Optional;

/** What the caller must have acknowledged before a template's resources are made. */
public final class Capabilities {
    /** For templates that a transform makes, when nobody reviews the result in a change set. */
    public static final String AUTO_EXPAND = "CAPABILITY_AUTO_EXPAND";

    private static final String IAM = "CAPABILITY_IAM";

    /** Properties that give an identity a name of the author's choice. */
    private static final List<String> NAMES = List.of("RoleName", "ManagedPolicyName", "UserName");

    private static final String NAMED_IAM = "CAPABILITY_NAMED_IAM";

    private Capabilities() {}

    /** The resources of a template for which IAM must be acknowledged. */
    public static List<ResourceDeclaration> identities(Template template) {
        return template.resources().values().stream()
                .filter(resource -> resource.type().startsWith("AWS::IAM::"))
                .toList();
    }

    /** What a template's resources ask to be acknowledged; empty when nothing. */
    public static Optional<String> needed(Template template) {
        List<ResourceDeclaration> identities = identities(template);
        if (identities.isEmpty()) {
            return Optional.empty();
        }
        boolean named =
                identities.stream().anyMatch(one -> NAMES.stream().anyMatch(one.properties()::has));
        return Optional.of(named ? NAMED_IAM : IAM);
    }

    /** What of it was not given; naming includes making. */
    public static Optional<String> missing(Template template, List<String> given) {
        return needed(template)
                .filter(capability -> !given.contains(capability) && !given.contains(NAMED_IAM));
    }

    public static ServiceException insufficient(String capability) {
        return new ServiceException("InsufficientCapabilitiesException", 400, reason(capability));
    }

    public static String reason(String capability) {
        return "Requires capabilities : [" + capability + "]";
    }
}
