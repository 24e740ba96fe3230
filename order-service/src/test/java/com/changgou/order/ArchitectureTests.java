package com.changgou.order;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.seata.spring.annotation.GlobalTransactional;

@AnalyzeClasses(packages = "com.changgou.order", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule PROTOCOL_STANDS_IN_ONE_FILE = methods()
            .that()
            .areAnnotatedWith(GlobalTransactional.class)
            .should()
            .beDeclaredIn(OrderPlacement.class);

    @ArchTest
    static final ArchRule BUSINESS_KNOWS_NO_FAULTS_AND_NO_PROOFS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.changgou.fault..", "com.changgou.launcher..");

    @ArchTest
    static final ArchRule ONLY_THE_APPLICATION_IS_PUBLIC = classes()
            .that()
            .resideInAPackage("com.changgou.order")
            .and()
            .areNotMemberClasses()
            .and()
            .doNotHaveSimpleName("OrderServiceApplication")
            .should()
            .bePackagePrivate();
}
