package dev.gatehouse.sts;

import dev.gatehouse.aws.sts.PolicyDescriptorType;
import dev.gatehouse.identity.ManagedPolicies;
import dev.gatehouse.identity.policy.MalformedPolicyException;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.PolicyGrammar;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The policies that narrow a session, and the room they and its tags take.
 *
 * @param documents the policies
 * @param packedPercent how much of the room they take; AWS packs in a form of its own, so this is
 *     near its figure and not the same
 */
record SessionPolicies(List<String> documents, int packedPercent) {
    /** STS API Reference, "AssumeRole": the plain text of all policies together. */
    private static final int CHARACTERS_MAX = 2_048;

    /** As seen on AWS: nine tags with keys of 2 and values of 250 characters take 498 %. */
    private static final int TAG_CHARACTERS = 455;

    private static final int FULL = 100;

    /**
     * @param policy a policy in the request; null for none
     * @param managed the managed policies that it names; null for none
     * @param account whose session it is: its managed policies can be named
     * @throws ServiceException MalformedPolicyDocument or PackedPolicyTooLarge
     */
    static SessionPolicies of(
            @Nullable String policy,
            @Nullable List<PolicyDescriptorType> managed,
            Map<String, String> tags,
            AccountId account,
            ManagedPolicies policies) {
        List<String> documents = new ArrayList<>();
        int characters = 0;
        if (policy != null) {
            characters += checked(policy).length();
            documents.add(policy);
        }
        for (String arn : arns(managed)) {
            characters += arn.length();
            documents.add(
                    policies.document(account, arn)
                            .orElseThrow(
                                    () -> malformed("The policy " + arn + " does not exist.")));
        }
        return new SessionPolicies(List.copyOf(documents), percent(characters, tags));
    }

    private static List<String> arns(@Nullable List<PolicyDescriptorType> asked) {
        List<String> arns = new ArrayList<>();
        for (PolicyDescriptorType each : asked == null ? List.<PolicyDescriptorType>of() : asked) {
            if (each.arn() != null) {
                arns.add(each.arn());
            }
        }
        return arns;
    }

    private static String checked(String document) {
        if (document.length() > CHARACTERS_MAX) {
            throw new ServiceException(
                    "ValidationError",
                    400,
                    "1 validation error detected: Value at 'policy' failed to satisfy constraint:"
                            + " Member must have length less than or equal to "
                            + CHARACTERS_MAX);
        }
        try {
            Policy.checked(document, PolicyGrammar.IDENTITY);
            return document;
        } catch (MalformedPolicyException malformed) {
            throw malformed(String.valueOf(malformed.getMessage()));
        }
    }

    private static int percent(int characters, Map<String, String> tags) {
        int ofTags =
                tags.entrySet().stream()
                                .mapToInt(tag -> tag.getKey().length() + tag.getValue().length())
                                .sum()
                        * FULL
                        / TAG_CHARACTERS;
        int ofPolicies = characters * FULL / CHARACTERS_MAX;
        if (ofTags > FULL) {
            throw tooLarge("Packed size of session tags consumes %d%% of allotted space.", ofTags);
        }
        if (ofPolicies + ofTags > FULL) {
            throw tooLarge(
                    "Packed policy consumes %d%% of allotted space, please use smaller policy.",
                    ofPolicies + ofTags);
        }
        return ofPolicies + ofTags;
    }

    private static ServiceException tooLarge(String message, int percent) {
        return new ServiceException("PackedPolicyTooLarge", 400, message.formatted(percent));
    }

    private static ServiceException malformed(String message) {
        return new ServiceException("MalformedPolicyDocument", 400, message);
    }
}
