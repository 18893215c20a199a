package dev.gatehouse.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.aws.cloudwatch.DashboardEntry;
import dev.gatehouse.aws.cloudwatch.DeleteDashboardsInput;
import dev.gatehouse.aws.cloudwatch.DeleteDashboardsOutput;
import dev.gatehouse.aws.cloudwatch.GetDashboardInput;
import dev.gatehouse.aws.cloudwatch.GetDashboardOutput;
import dev.gatehouse.aws.cloudwatch.ListDashboardsInput;
import dev.gatehouse.aws.cloudwatch.ListDashboardsOutput;
import dev.gatehouse.aws.cloudwatch.PutDashboardInput;
import dev.gatehouse.aws.cloudwatch.PutDashboardOutput;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The operations on dashboards, which are kept as they come; an account has them in all regions.
 */
final class Dashboards {
    private static final int SCAN = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Documents<Dashboard> documents;
    private final Clock clock;

    /** A dashboard as it is stored. */
    record Dashboard(String name, String body, long changedMillis) {
        static final Kind<Dashboard> KIND = new Kind<>("cloudwatch.dashboard", Dashboard.class);
    }

    Dashboards(Store store, Clock clock) {
        this.documents = store.documents(Dashboard.KIND);
        this.clock = clock;
    }

    PutDashboardOutput put(RequestContext context, PutDashboardInput input) {
        String name = input.dashboardName();
        if (!name.matches("[A-Za-z0-9_-]{1,255}")) {
            throw invalid("The value of dashboardName field is invalid");
        }
        if (input.tags() != null && !input.tags().isEmpty()) {
            throw MetricErrors.unsupported("Tags of dashboards");
        }
        if (!isObject(input.dashboardBody())) {
            throw invalid("The dashboard body is invalid, it must be an object of JSON");
        }
        Scope scope = scope(context);
        Dashboard dashboard = new Dashboard(name, input.dashboardBody(), clock.millis());
        if (documents.update(scope, name, _ -> dashboard).isEmpty()) {
            try {
                documents.insert(scope, name, dashboard);
            } catch (DuplicateDocumentException meanwhile) {
                documents.update(scope, name, _ -> dashboard);
            }
        }
        return PutDashboardOutput.builder().dashboardValidationMessages(List.of()).build();
    }

    private static boolean isObject(String body) {
        try {
            return JSON.readTree(body).isObject();
        } catch (JsonProcessingException broken) {
            return false;
        }
    }

    private static ServiceException invalid(String message) {
        return new ServiceException("DashboardInvalidInputError", 400, message);
    }

    GetDashboardOutput get(RequestContext context, GetDashboardInput input) {
        Dashboard dashboard =
                documents
                        .find(scope(context), input.dashboardName())
                        .orElseThrow(() -> MetricErrors.noDashboard(input.dashboardName()))
                        .value();
        return GetDashboardOutput.builder()
                .dashboardArn(arn(context.account(), dashboard.name()))
                .dashboardName(dashboard.name())
                .dashboardBody(dashboard.body())
                .build();
    }

    ListDashboardsOutput list(RequestContext context, ListDashboardsInput input) {
        if (input.nextToken() != null) {
            throw MetricErrors.badToken();
        }
        String prefix = Objects.requireNonNullElse(input.dashboardNamePrefix(), "");
        return ListDashboardsOutput.builder()
                .dashboardEntries(
                        documents.list(scope(context), prefix, null, SCAN).stream()
                                .map(each -> entry(context.account(), each.value()))
                                .toList())
                .build();
    }

    private static DashboardEntry entry(AccountId account, Dashboard dashboard) {
        return DashboardEntry.builder()
                .dashboardName(dashboard.name())
                .dashboardArn(arn(account, dashboard.name()))
                .lastModified(Instant.ofEpochMilli(dashboard.changedMillis()))
                .size((long) dashboard.body().length())
                .build();
    }

    DeleteDashboardsOutput delete(RequestContext context, DeleteDashboardsInput input) {
        Scope scope = scope(context);
        for (String name : input.dashboardNames()) {
            if (documents.find(scope, name).isEmpty()) {
                throw MetricErrors.noDashboard(name);
            }
        }
        input.dashboardNames().forEach(name -> documents.delete(scope, name));
        return DeleteDashboardsOutput.builder().build();
    }

    private static Scope scope(RequestContext context) {
        return new Scope(context.account(), Region.DEFAULT);
    }

    private static String arn(AccountId account, String name) {
        return Arn.global("cloudwatch", account, "dashboard/" + name).toString();
    }
}
