package dev.gatehouse.sts;

import dev.gatehouse.aws.sts.AssumeRoleRequest;
import dev.gatehouse.aws.sts.Tag;
import dev.gatehouse.identity.Federation;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.TagViolation;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.access.RequestKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session is asked to carry, and what it has from the session of its caller (IAM User Guide,
 * "Pass session tags in AWS STS" and "Monitor and control actions taken with assumed roles").
 *
 * @param name the session's name
 * @param tags its tags, those that the caller's session hands on among them
 * @param transitive the keys of the tags that go on to the next role
 * @param sourceIdentity who is behind it; null when it was not said
 * @param keys the values of the condition keys that tell of all this
 */
record SessionRequest(
        String name,
        Map<String, String> tags,
        List<String> transitive,
        @Nullable String sourceIdentity,
        Map<String, List<String>> keys) {

    /**
     * @throws ServiceException InvalidParameterValue for tags that do not go together
     */
    static SessionRequest of(AssumeRoleRequest input, Principal caller) {
        Map<String, String> own = ownTags(input.tags());
        List<String> transitive = transitive(input.transitiveTagKeys(), own);
        Map<String, String> tags = new LinkedHashMap<>(own);
        Principal.Session from = caller.session();
        if (from != null) {
            for (String key : from.transitiveTags()) {
                if (has(own, key)) {
                    throw invalid(
                            "One of the specified transitive tag keys can't be set because it"
                                    + " conflicts with a transitive tag key from the calling"
                                    + " session.");
                }
                tags.put(key, String.valueOf(from.tags().get(key)));
                transitive.add(key);
            }
        }
        String inherited = from == null ? null : from.sourceIdentity();
        String source = inherited == null ? input.sourceIdentity() : inherited;
        return new SessionRequest(
                input.roleSessionName(),
                Map.copyOf(tags),
                List.copyOf(transitive),
                source,
                keys(input.roleSessionName(), input.externalId(), tags, transitive, source));
    }

    /**
     * What a session is asked to carry by a token.
     *
     * @param federation what else the token says, by condition keys
     * @throws ServiceException InvalidParameterValue for tags that do not go together
     */
    static SessionRequest of(String name, TokenCarry carry, Federation federation) {
        List<String> transitive = transitive(carry.transitive(), carry.tags());
        Map<String, List<String>> keys =
                new HashMap<>(keys(name, null, carry.tags(), transitive, carry.sourceIdentity()));
        keys.putAll(federation.keys());
        return new SessionRequest(
                name, carry.tags(), List.copyOf(transitive), carry.sourceIdentity(), keys);
    }

    /** The values of the condition keys that a request for it has. */
    ConditionKeys keys(RequestContext context, Instant now) {
        return ConditionKeys.of(keys).or(RequestKeys.of(context, now));
    }

    /** A source identity stays what it was set to first. */
    static boolean changesSource(AssumeRoleRequest input, Principal caller) {
        String inherited = caller.session() == null ? null : caller.session().sourceIdentity();
        return inherited != null
                && input.sourceIdentity() != null
                && !input.sourceIdentity().equals(inherited);
    }

    /** The tags of a request, which have different keys whatever their case. */
    static Map<String, String> ownTags(@Nullable List<Tag> asked) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Tag tag : asked == null ? List.<Tag>of() : asked) {
            if (has(tags, tag.key())) {
                throw invalid(
                        "Duplicate tag keys found. Please note that Tag keys are case"
                                + " insensitive.");
            }
            tags.put(tag.key(), tag.value());
        }
        if (TagViolation.ofUserDefined(tags, TagViolation.TAGS_MAX).isPresent()) {
            throw invalid("A session tag's key or value is invalid.");
        }
        return tags;
    }

    private static List<String> transitive(@Nullable List<String> asked, Map<String, String> tags) {
        List<String> keys = new ArrayList<>();
        for (String key : asked == null ? List.<String>of() : asked) {
            if (!has(tags, key)) {
                throw invalid(
                        "The specified transitive tag key must be included in the requested tags.");
            }
            keys.add(key);
        }
        return keys;
    }

    private static boolean has(Map<String, String> tags, String key) {
        return tags.keySet().stream().anyMatch(key::equalsIgnoreCase);
    }

    private static Map<String, List<String>> keys(
            String name,
            @Nullable String externalId,
            Map<String, String> tags,
            List<String> transitive,
            @Nullable String sourceIdentity) {
        Map<String, List<String>> keys = new HashMap<>();
        keys.put("sts:rolesessionname", List.of(name));
        keys.put("sts:externalid", optional(externalId));
        keys.put("sts:sourceidentity", optional(sourceIdentity));
        keys.put("sts:transitivetagkeys", List.copyOf(transitive));
        keys.put("aws:tagkeys", List.copyOf(tags.keySet()));
        tags.forEach(
                (key, value) ->
                        keys.put("aws:requesttag/" + key.toLowerCase(Locale.ROOT), List.of(value)));
        return Map.copyOf(keys);
    }

    private static List<String> optional(@Nullable String value) {
        return value == null ? List.of() : List.of(value);
    }

    private static ServiceException invalid(String message) {
        return new ServiceException("InvalidParameterValue", 400, message);
    }
}
