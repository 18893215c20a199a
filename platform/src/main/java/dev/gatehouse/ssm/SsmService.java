package dev.gatehouse.ssm;

import dev.gatehouse.aws.ssm.Ssm;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.access.ServiceAccess;

/** Systems Manager, as far as it is Parameter Store. */
public final class SsmService {
    private final ParameterCatalog parameters;
    private final SecureValues values;
    private final Clock clock;

    /**
     * @param store where parameters are kept
     * @param secrets encrypts SecureStrings that name no key
     * @param aws where the keys of the others are
     */
    public SsmService(Store store, Secrets secrets, AwsServices aws, Clock clock) {
        this.parameters = new ParameterCatalog(store);
        this.values = new SecureValues(secrets, aws);
        this.clock = clock;
    }

    /** What decisions about parameters depend on. */
    public ServiceAccess access() {
        return new ParameterAccess(parameters);
    }

    /** The operations that are implemented. */
    public Service service() {
        ReadParameters reading = new ReadParameters(parameters, values);
        Parameters others = new Parameters(parameters);
        ParameterTags tags = new ParameterTags(parameters);
        return Service.of(Ssm.MODEL)
                .on(Ssm.PUT_PARAMETER, new PutParameter(parameters, values, clock)::put)
                .on(Ssm.GET_PARAMETER, reading::one)
                .on(Ssm.GET_PARAMETERS, reading::several)
                .on(Ssm.GET_PARAMETERS_BY_PATH, reading::below)
                .on(Ssm.GET_PARAMETER_HISTORY, reading::history)
                .on(Ssm.DESCRIBE_PARAMETERS, others::describe)
                .on(Ssm.DELETE_PARAMETER, others::delete)
                .on(Ssm.DELETE_PARAMETERS, others::deleteSeveral)
                .on(Ssm.LABEL_PARAMETER_VERSION, others::label)
                .on(Ssm.UNLABEL_PARAMETER_VERSION, others::unlabel)
                .on(Ssm.ADD_TAGS_TO_RESOURCE, tags::add)
                .on(Ssm.REMOVE_TAGS_FROM_RESOURCE, tags::remove)
                .on(Ssm.LIST_TAGS_FOR_RESOURCE, tags::list)
                .build();
    }
}
