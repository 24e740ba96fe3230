package com.changgou.user;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "com.changgou.user", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule USERS_KNOW_NOTHING_OF_SEATA = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.seata..", "com.changgou.seata..", "com.changgou.fault..", "com.changgou.launcher..");

    @ArchTest
    static final ArchRule ONLY_THE_APPLICATION_IS_PUBLIC = classes()
            .that()
            .areNotMemberClasses()
            .and()
            .doNotHaveSimpleName("UserServiceApplication")
            .should()
            .bePackagePrivate();
}
