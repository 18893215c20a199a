package dev.gatehouse.lambda.configuration;

import dev.gatehouse.aws.lambda.FileSystemConfig;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.model.FileSystemSettings;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.LaunchSettings;
import dev.gatehouse.lambda.plan.FileSystems;
import java.util.List;
import java.util.Optional;

/**
 * What the member FileSystemConfigs asks for: at most one access point, as the model says, of a
 * function in a VPC. Here a setting must name a folder that stands for it.
 */
final class FileSystemRules {
    private FileSystemRules() {}

    static List<FileSystemSettings> of(List<FileSystemConfig> wanted) {
        return wanted.stream()
                .map(each -> new FileSystemSettings(each.arn(), each.localMountPath()))
                .toList();
    }

    static void check(AccountId account, LaunchSettings launch, FileSystems folders) {
        for (FileSystemSettings wanted : launch.fileSystems()) {
            if (launch.vpc() == null || launch.vpc().subnets().isEmpty()) {
                throw LambdaErrors.invalidParameter(
                        "Function must be configured to execute in a VPC to reference access point "
                                + wanted.arn());
            }
            if (wanted.path().endsWith("/.") || wanted.path().endsWith("/..")) {
                throw LambdaErrors.invalidParameter(
                        "The mount path is no folder of its own: " + wanted.path());
            }
            if (launch.isImage()) {
                throw LambdaErrors.unsupported(
                        "The property FileSystemConfigs of a function with packageType Image");
            }
            if (!Arn.parse(wanted.arn()).map(Arn::account).equals(Optional.of(account.value()))) {
                throw LambdaErrors.invalidParameter(
                        "The access point is of another account: " + wanted.arn());
            }
            if (folders.folder(wanted.arn()).isEmpty()) {
                throw LambdaErrors.invalidParameter(
                        "No folder of this machine stands for the access point "
                                + wanted.arn()
                                + ". Start the node with --set file-system."
                                + wanted.arn()
                                + "=FOLDER");
            }
        }
    }
}
