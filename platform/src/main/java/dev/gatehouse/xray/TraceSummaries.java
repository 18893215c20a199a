package dev.gatehouse.xray;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.aws.xray.AnnotationValue;
import dev.gatehouse.aws.xray.Http;
import dev.gatehouse.aws.xray.ResourceARNDetail;
import dev.gatehouse.aws.xray.ServiceId;
import dev.gatehouse.aws.xray.TraceSummary;
import dev.gatehouse.aws.xray.ValueWithServiceIds;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What there is to say of a trace in short. */
final class TraceSummaries {
    private TraceSummaries() {}

    static TraceSummary of(RecordedTrace trace) {
        Collection<SegmentDocument> all = trace.documents();
        TraceSummary.Builder summary =
                TraceSummary.builder()
                        .id(trace.id())
                        .startTime(SegmentDocument.instant(trace.start()))
                        .matchedEventTime(SegmentDocument.instant(trace.start()))
                        .duration(trace.duration())
                        .hasFault(any(all, "fault"))
                        .hasError(any(all, "error"))
                        .hasThrottle(any(all, "throttle"))
                        .isPartial(all.stream().anyMatch(SegmentDocument::isInProgress))
                        .annotations(annotations(all))
                        .serviceIds(
                                all.stream()
                                        .filter(document -> !document.isSubsegment())
                                        .map(TraceSummaries::service)
                                        .distinct()
                                        .toList())
                        .resourceARNs(resources(all))
                        .revision(all.size());
        entry(all)
                .ifPresent(
                        first ->
                                summary.entryPoint(service(first))
                                        .responseTime(first.end() - first.start())
                                        .http(http(first)));
        return summary.build();
    }

    private static boolean any(Collection<SegmentDocument> all, String flag) {
        return all.stream().anyMatch(document -> document.is(flag));
    }

    /** The first segment whose caller has none here. */
    private static Optional<SegmentDocument> entry(Collection<SegmentDocument> all) {
        Set<String> ids = all.stream().map(SegmentDocument::id).collect(Collectors.toSet());
        return all.stream()
                .filter(document -> !document.isSubsegment())
                .filter(document -> !ids.contains(document.parentId()))
                .min(Comparator.comparingDouble(SegmentDocument::start));
    }

    static ServiceId service(SegmentDocument document) {
        return ServiceId.builder()
                .name(document.name())
                .names(List.of(document.name()))
                .type(document.json().path("origin").asText(null))
                .accountId(document.json().path("aws").path("account_id").asText(null))
                .build();
    }

    private static @Nullable Http http(SegmentDocument entry) {
        JsonNode request = entry.json().path("http").path("request");
        JsonNode response = entry.json().path("http").path("response");
        if (request.isMissingNode() && response.isMissingNode()) {
            return null;
        }
        return Http.builder()
                .httpURL(request.path("url").asText(null))
                .httpMethod(request.path("method").asText(null))
                .userAgent(request.path("user_agent").asText(null))
                .clientIp(request.path("client_ip").asText(null))
                .httpStatus(
                        response.path("status").isInt() ? response.path("status").asInt() : null)
                .build();
    }

    private static List<ResourceARNDetail> resources(Collection<SegmentDocument> all) {
        return all.stream()
                .map(document -> document.json().path("resource_arn").asText(""))
                .filter(arn -> !arn.isEmpty())
                .distinct()
                .map(arn -> ResourceARNDetail.builder().arn(arn).build())
                .toList();
    }

    private static Map<String, List<ValueWithServiceIds>> annotations(
            Collection<SegmentDocument> all) {
        Map<String, List<ValueWithServiceIds>> found = new LinkedHashMap<>();
        all.forEach(document -> addAnnotations(document.json(), found));
        return found;
    }

    private static void addAnnotations(
            JsonNode node, Map<String, List<ValueWithServiceIds>> found) {
        node.path("annotations")
                .properties()
                .forEach(
                        each ->
                                found.putIfAbsent(
                                        each.getKey(),
                                        List.of(
                                                ValueWithServiceIds.builder()
                                                        .annotationValue(value(each.getValue()))
                                                        .build())));
        node.path("subsegments").forEach(below -> addAnnotations(below, found));
    }

    private static AnnotationValue value(JsonNode value) {
        AnnotationValue.Builder typed = AnnotationValue.builder();
        if (value.isNumber()) {
            return typed.numberValue(value.asDouble()).build();
        }
        return value.isBoolean()
                ? typed.booleanValue(value.asBoolean()).build()
                : typed.stringValue(value.asText()).build();
    }
}
