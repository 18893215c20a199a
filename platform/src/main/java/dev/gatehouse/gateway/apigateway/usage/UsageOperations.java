package dev.gatehouse.gateway.apigateway.usage;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.GetUsageRequest;
import dev.gatehouse.aws.apigateway.PatchOperation;
import dev.gatehouse.aws.apigateway.UpdateUsageRequest;
import dev.gatehouse.aws.apigateway.Usage;
import dev.gatehouse.aws.apigateway.UsagePlan;
import dev.gatehouse.aws.apigateway.UsagePlanKey;
import dev.gatehouse.gateway.plan.usage.Quota;
import dev.gatehouse.gateway.plan.usage.UsageCounter;
import dev.gatehouse.gateway.plan.usage.UsageCounters;
import dev.gatehouse.gateway.plan.usage.UsageTables;
import dev.gatehouse.gateway.resource.ApiDocuments;
import dev.gatehouse.gateway.resource.Dialect;
import dev.gatehouse.gateway.resource.Page;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.gateway.resource.Resources;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations on what was used of usage plans. */
public final class UsageOperations {
    private final UsageCounters counters;
    private final Dialect dialect;

    private UsageOperations(UsageCounters counters, Dialect dialect) {
        this.counters = counters;
        this.dialect = dialect;
    }

    public static void addTo(Resources service, UsageTables tables, Dialect dialect) {
        UsageOperations operations = new UsageOperations(tables.counters(), dialect);
        service.on(ApiGateway.GET_USAGE, operations::get)
                .on(ApiGateway.UPDATE_USAGE, operations::update);
    }

    private Usage get(Repositories in, GetUsageRequest request) {
        String planId = request.usagePlanId();
        UsagePlan plan = in.of(UsageTypes.PLAN).get(planId);
        LocalDate from = date(request.startDate());
        LocalDate to = date(request.endDate());
        if (to.isBefore(from)) {
            throw badRequest("Usage start date must be before or equal to the end date");
        }
        if (from.plusDays(UsageDocument.DAYS).isBefore(to)) {
            throw badRequest("Usage can be asked for at most 90 days");
        }
        Page<UsagePlanKey> keys = keys(in, request);
        Map<String, List<List<Long>>> items = new LinkedHashMap<>();
        for (UsagePlanKey key : keys.items()) {
            String keyId = Objects.requireNonNull(key.id());
            used(in, plan, keyId).ifPresent(known -> items.put(keyId, days(known, plan, from, to)));
        }
        return Usage.builder()
                .usagePlanId(planId)
                .startDate(request.startDate())
                .endDate(request.endDate())
                .position(keys.next())
                .items(items)
                .build();
    }

    private Page<UsagePlanKey> keys(Repositories in, GetUsageRequest request) {
        Repository<UsagePlanKey> all = in.of(UsageTypes.PLAN_KEY, request.usagePlanId());
        String only = request.keyId();
        return only == null
                ? all.page(request.position(), dialect.limit(request))
                : new Page<>(List.of(all.get(only)), null);
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException problem) {
            throw badRequest("Invalid date specified: " + text + ". Expected format: yyyy-MM-dd");
        }
    }

    /** What is written of a key, with what was counted since. */
    private Optional<UsageDocument> used(Repositories in, UsagePlan plan, String keyId) {
        String planId = Objects.requireNonNull(plan.id());
        UsageDocument written = in.documents(UsageDocument.KIND, planId).find(keyId).orElse(null);
        UsageCounter counter = counters.find(key(in, planId, keyId));
        return counter == null
                ? Optional.ofNullable(written)
                : Optional.of(UsageDocument.of(written, counter.count(), UsagePlans.quota(plan)));
    }

    private static UsageCounters.Key key(Repositories in, String planId, String keyId) {
        return new UsageCounters.Key(in.account(), in.region(), planId, keyId);
    }

    /** A pair for each day: what was used, and what the quota left then. */
    private static List<List<Long>> days(
            UsageDocument used, UsagePlan plan, LocalDate from, LocalDate to) {
        Quota quota = UsagePlans.quota(plan);
        List<Long> unused = List.of(0L, quota == null ? -1L : quota.limit());
        List<List<Long>> days = new ArrayList<>();
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            days.add(used.days().getOrDefault(day.toString(), unused));
        }
        return days;
    }

    /** Extends, or cuts, what the quota leaves of the period. */
    private Usage update(Repositories in, UpdateUsageRequest request) {
        String planId = request.usagePlanId();
        UsagePlan plan = in.of(UsageTypes.PLAN).get(planId);
        in.of(UsageTypes.PLAN_KEY, planId).get(request.keyId());
        Quota quota = UsagePlans.quota(plan);
        if (quota == null) {
            throw badRequest("Usage Plan " + planId + " has no quota");
        }
        long today = LocalDate.ofInstant(in.instant(), ZoneOffset.UTC).toEpochDay();
        UsageCounter counter = counters.of(key(in, planId, request.keyId()));
        for (PatchOperation change :
                Objects.requireNonNullElse(request.patchOperations(), List.<PatchOperation>of())) {
            counter.leave(remaining(change), quota, today);
        }
        ApiDocuments<UsageDocument> documents = in.documents(UsageDocument.KIND, planId);
        UsageDocument before = documents.find(request.keyId()).orElse(null);
        UsageDocument after = UsageDocument.of(before, counter.on(today, quota), quota);
        documents.put(request.keyId(), after);
        String date = LocalDate.ofEpochDay(today).toString();
        return Usage.builder()
                .usagePlanId(planId)
                .startDate(date)
                .endDate(date)
                .items(Map.of(request.keyId(), List.of(after.days().getOrDefault(date, List.of()))))
                .build();
    }

    private static long remaining(PatchOperation change) {
        if (!"/remaining".equals(change.path()) || !"replace".equals(change.op())) {
            throw badRequest(
                    "Invalid patch path  '%s' specified for op '%s'. Must be one of: [/remaining]"
                            .formatted(change.path(), change.op()));
        }
        return number(change.value());
    }

    private static long number(@Nullable String text) {
        if (text == null || !text.matches("[0-9]{1,18}")) {
            throw badRequest("Invalid value for /remaining: " + text);
        }
        return Long.parseLong(text);
    }
}
