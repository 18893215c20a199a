package dev.gatehouse.logs;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.logs.CreateLogGroupRequest;
import dev.gatehouse.aws.logs.DeleteLogGroupRequest;
import dev.gatehouse.aws.logs.DeleteRetentionPolicyRequest;
import dev.gatehouse.aws.logs.DescribeLogGroupsRequest;
import dev.gatehouse.aws.logs.DescribeLogGroupsResponse;
import dev.gatehouse.aws.logs.PutRetentionPolicyRequest;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The operations on log groups themselves. */
final class LogGroups {
    private static final int PAGE = 50;
    private static final int SCAN = 200;

    /** The retention times AWS offers, in days. */
    private static final Set<Integer> RETENTION_DAYS =
            Set.of(
                    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,
                    2557, 2922, 3288, 3653);

    private final GroupCatalog groups;

    LogGroups(GroupCatalog groups) {
        this.groups = groups;
    }

    Empty create(RequestContext context, CreateLogGroupRequest input) {
        if (input.logGroupName().toLowerCase(Locale.ROOT).startsWith("aws/")) {
            throw LogErrors.invalid("Log groups starting with AWS/ are reserved for AWS.");
        }
        if (Boolean.TRUE.equals(input.deletionProtectionEnabled())) {
            throw LogErrors.unsupported("deletionProtectionEnabled");
        }
        if (input.kmsKeyId() != null) {
            throw LogErrors.unsupported("kmsKeyId");
        }
        if ("DELIVERY".equals(input.logGroupClass())) {
            throw LogErrors.unsupported("logGroupClass DELIVERY");
        }
        Map<String, String> tags = input.tags() == null ? Map.of() : input.tags();
        LogTags.check(tags);
        boolean created =
                groups.create(
                        GroupNames.scope(context),
                        input.logGroupName(),
                        tags,
                        input.logGroupClass());
        if (!created) {
            throw LogErrors.groupExists();
        }
        return Empty.EMPTY;
    }

    Empty delete(RequestContext context, DeleteLogGroupRequest input) {
        if (!groups.delete(GroupNames.scope(context), input.logGroupName())) {
            throw LogErrors.noGroup();
        }
        return Empty.EMPTY;
    }

    Empty putRetentionPolicy(RequestContext context, PutRetentionPolicyRequest input) {
        int days = input.retentionInDays();
        if (!RETENTION_DAYS.contains(days)) {
            throw LogErrors.invalid(
                    "1 validation error detected: Value '"
                            + days
                            + "' at 'retentionInDays' failed to satisfy constraint: Member must"
                            + " satisfy enum value set: "
                            + new TreeSet<>(RETENTION_DAYS));
        }
        setRetention(context, input.logGroupName(), days);
        return Empty.EMPTY;
    }

    Empty deleteRetentionPolicy(RequestContext context, DeleteRetentionPolicyRequest input) {
        setRetention(context, input.logGroupName(), null);
        return Empty.EMPTY;
    }

    DescribeLogGroupsResponse describe(RequestContext context, DescribeLogGroupsRequest input) {
        String prefix = input.logGroupNamePrefix();
        String pattern = input.logGroupNamePattern();
        if (prefix != null && pattern != null) {
            throw LogErrors.invalid(
                    "LogGroup name prefix and LogGroup name pattern are mutually exclusive"
                            + " parameters.");
        }
        if (Boolean.TRUE.equals(input.includeLinkedAccounts())) {
            throw LogErrors.unsupported("includeLinkedAccounts");
        }
        if (input.accountIdentifiers() != null && !input.accountIdentifiers().isEmpty()) {
            throw LogErrors.unsupported("accountIdentifiers");
        }
        Scope scope = GroupNames.scope(context);
        int limit = Objects.requireNonNullElse(input.limit(), PAGE);
        List<LogGroup> found = new ArrayList<>();
        String after = input.nextToken();
        boolean more = true;
        while (more && found.size() <= limit) {
            List<LogGroup> page = groups.list(scope, prefix == null ? "" : prefix, after, SCAN);
            page.stream()
                    .filter(group -> matches(scope, group, input, pattern))
                    .forEach(found::add);
            more = page.size() == SCAN;
            after = page.isEmpty() ? after : page.getLast().name();
        }
        List<LogGroup> shown = found.subList(0, Math.min(limit, found.size()));
        return DescribeLogGroupsResponse.builder()
                .logGroups(shown.stream().map(group -> view(scope, group)).toList())
                .nextToken(found.size() > limit ? shown.getLast().name() : null)
                .build();
    }

    private static boolean matches(
            Scope scope, LogGroup group, DescribeLogGroupsRequest input, @Nullable String pattern) {
        List<String> identifiers = input.logGroupIdentifiers();
        if (identifiers != null
                && identifiers.stream()
                        .map(each -> GroupNames.name(scope, null, each))
                        .noneMatch(group.name()::equals)) {
            return false;
        }
        if (input.logGroupClass() != null && !input.logGroupClass().equals(group.logGroupClass())) {
            return false;
        }
        return pattern == null || group.name().contains(pattern);
    }

    private void setRetention(RequestContext context, String name, @Nullable Integer days) {
        LogGroup group =
                groups.update(GroupNames.scope(context), name, each -> each.withRetention(days));
        groups.trim(group);
    }

    private dev.gatehouse.aws.logs.LogGroup view(Scope scope, LogGroup group) {
        String arn = GroupNames.arn(scope, group.name());
        return dev.gatehouse.aws.logs.LogGroup.builder()
                .logGroupName(group.name())
                .creationTime(group.createdMillis())
                .retentionInDays(group.retentionDays())
                .metricFilterCount(0)
                .arn(arn + ":*")
                .logGroupArn(arn)
                .storedBytes(groups.events(group).bytes())
                .logGroupClass(group.logGroupClass())
                .build();
    }
}
