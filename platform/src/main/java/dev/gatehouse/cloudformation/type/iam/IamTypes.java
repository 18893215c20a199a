package dev.gatehouse.cloudformation.type.iam;

import dev.gatehouse.cloudformation.resource.ResourceType;
import java.util.List;

/** The types of IAM. A new one is a file and a line here. */
public final class IamTypes {
    /** Every type. */
    public static final List<ResourceType> ALL =
            List.of(
                    new IamRole(),
                    new IamPolicy(),
                    new IamInlinePolicy("User"),
                    new IamInlinePolicy("Role"),
                    new IamInlinePolicy("Group"),
                    new IamManagedPolicy(),
                    new IamUser(),
                    new IamAccessKey(),
                    new IamGroup(),
                    new IamUserToGroupAddition(),
                    new IamInstanceProfile(),
                    new IamOidcProvider());

    private IamTypes() {}
}
