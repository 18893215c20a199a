package dev.gatehouse.cloudformation.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.cloudcontrol.CreateResourceInput;
import dev.gatehouse.aws.cloudcontrol.CreateResourceOutput;
import dev.gatehouse.aws.cloudcontrol.DeleteResourceInput;
import dev.gatehouse.aws.cloudcontrol.DeleteResourceOutput;
import dev.gatehouse.aws.cloudcontrol.ProgressEvent;
import dev.gatehouse.aws.cloudcontrol.UpdateResourceInput;
import dev.gatehouse.aws.cloudcontrol.UpdateResourceOutput;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.control.Progress.Outcome;
import dev.gatehouse.cloudformation.response.CustomResponses;
import dev.gatehouse.identity.sigv4.Hashes;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests to change resources: each is done behind its response, which names it by a token. */
final class Requests {
    private final ProgressStore store;
    private final AwsServices services;
    private final CustomResponses responses;
    private final Clock clock;

    Requests(ProgressStore store, AwsServices services, CustomResponses responses, Clock clock) {
        this.store = store;
        this.services = services;
        this.responses = responses;
        this.clock = clock;
    }

    /** Rejects a choice that is not there. */
    static void reject(String member, @Nullable Object given) {
        if (given != null) {
            throw ControlErrors.invalid(member + " is not supported");
        }
    }

    CreateResourceOutput create(RequestContext context, CreateResourceInput input) {
        reject("TypeVersionId", input.typeVersionId());
        reject("RoleArn", input.roleArn());
        Resources resources = resources(context, input.typeName());
        ObjectNode wanted = Resources.document(input.desiredState());
        Progress asked =
                asked(input.clientToken(), input.typeName(), null, "CREATE", wanted.toString());
        ProgressEvent event = begin(context, resources, asked, () -> resources.create(wanted));
        return CreateResourceOutput.builder().progressEvent(event).build();
    }

    UpdateResourceOutput update(RequestContext context, UpdateResourceInput input) {
        reject("TypeVersionId", input.typeVersionId());
        reject("RoleArn", input.roleArn());
        Resources resources = resources(context, input.typeName());
        String identifier = input.identifier();
        String patch = input.patchDocument();
        Progress asked = asked(input.clientToken(), input.typeName(), identifier, "UPDATE", patch);
        ProgressEvent event =
                begin(
                        context,
                        resources,
                        asked,
                        () -> {
                            resources.update(identifier, patch);
                            return identifier;
                        });
        return UpdateResourceOutput.builder().progressEvent(event).build();
    }

    DeleteResourceOutput delete(RequestContext context, DeleteResourceInput input) {
        reject("TypeVersionId", input.typeVersionId());
        reject("RoleArn", input.roleArn());
        Resources resources = resources(context, input.typeName());
        String identifier = input.identifier();
        Progress asked = asked(input.clientToken(), input.typeName(), identifier, "DELETE", "");
        ProgressEvent event =
                begin(
                        context,
                        resources,
                        asked,
                        () -> {
                            resources.delete(identifier);
                            return identifier;
                        });
        return DeleteResourceOutput.builder().progressEvent(event).build();
    }

    private Resources resources(RequestContext context, String type) {
        return new Resources(
                services,
                new CallerIdentity(context.principal(), context.region()),
                responses,
                type);
    }

    private Progress asked(
            @Nullable String client,
            String type,
            @Nullable String identifier,
            String operation,
            String what) {
        return new Progress(
                RequestId.next().toString(),
                client,
                // Its digest alone: there may be secrets in it, and this is stored.
                Hashes.sha256Hex(
                        String.join(" ", operation, type, String.valueOf(identifier), what)),
                type,
                identifier,
                operation,
                new Outcome("IN_PROGRESS", clock.now(), null, null, null));
    }

    /**
     * @param work does what was asked, and returns the resource's identifier
     */
    private ProgressEvent begin(
            RequestContext context, Resources resources, Progress asked, Supplier<String> work) {
        Scope scope = CloudControlService.scope(context);
        Progress begun = store.begin(scope, asked);
        if (!begun.token().equals(asked.token())) {
            if (!begun.asked().equals(asked.asked())) {
                throw ControlErrors.of(
                        "ClientTokenConflictException",
                        "The client token was used for another request");
            }
            return begun.event();
        }
        Thread.ofVirtual()
                .name("cloudcontrol-" + asked.token())
                .start(() -> store.end(scope, done(resources, asked, work)));
        return asked.event();
    }

    private Progress done(Resources resources, Progress asked, Supplier<String> work) {
        try {
            String identifier = work.get();
            String model = asked.operation().equals("DELETE") ? null : model(resources, identifier);
            return asked.with(identifier, new Outcome("SUCCESS", clock.now(), model, null, null));
        } catch (StackOverflowError tooDeep) {
            return asked.with(
                    asked.identifier(),
                    new Outcome(
                            "FAILED", clock.now(), null, "Internal Failure", "InternalFailure"));
        } catch (RuntimeException failure) {
            String message =
                    failure instanceof ServiceException rejection
                            ? rejection.text()
                            : "Internal Failure";
            String code = ControlErrors.handlerCode(failure);
            return asked.with(
                    asked.identifier(), new Outcome("FAILED", clock.now(), null, message, code));
        }
    }

    private static @Nullable String model(Resources resources, String identifier) {
        try {
            return resources.find(identifier).map(ObjectNode::toString).orElse(null);
        } catch (ServiceException unreadable) {
            return null;
        }
    }
}
