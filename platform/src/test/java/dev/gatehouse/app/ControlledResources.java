package dev.gatehouse.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.testkit.Eventually;
import software.amazon.awssdk.services.cloudcontrol.CloudControlClient;
import software.amazon.awssdk.services.cloudcontrol.model.OperationStatus;
import software.amazon.awssdk.services.cloudcontrol.model.ProgressEvent;

/** Makes resources by Cloud Control and reads them. */
record ControlledResources(CloudControlClient control) {

    ProgressEvent create(String type, String wanted) {
        return over(
                control.createResource(r -> r.typeName(type).desiredState(wanted)).progressEvent());
    }

    ProgressEvent over(ProgressEvent event) {
        return Eventually.value(
                () ->
                        control.getResourceRequestStatus(r -> r.requestToken(event.requestToken()))
                                .progressEvent(),
                progress -> progress.operationStatus() != OperationStatus.IN_PROGRESS);
    }

    JsonNode read(String type, String identifier) throws JsonProcessingException {
        return JsonMapper.builder()
                .build()
                .readTree(
                        control.getResource(r -> r.typeName(type).identifier(identifier))
                                .resourceDescription()
                                .properties());
    }
}
