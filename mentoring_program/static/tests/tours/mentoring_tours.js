import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("mentoring_officer_accepts", {
    steps: () => [
        {
            content: "Open the application to review",
            trigger: ".o_kanban_record:contains(Ada Toursome)",
            run: "click",
        },
        {
            content: "Read what the rules say",
            trigger:
                ".o_field_widget[name=findings_html]:contains(years of experience)",
        },
        {
            content: "Accept it",
            trigger: "button[name=action_accept]",
            run: "click",
        },
        {
            content: "Without a fee, it is on the waiting list at once",
            trigger: ".o_arrow_button_current:contains(Waiting list)",
        },
        {
            content: "Look for a mentor",
            trigger: "button[name=action_find_mentor]",
            run: "click",
        },
        {
            content: "See the mentor who fits, with the reasons",
            trigger:
                ".modal .o_kanban_record:contains(Mentor Fitting):contains(Objectives)",
        },
    ],
});

tours.add("mentoring_member_begins", {
    steps: () => [
        {
            content: "Begin the questionnaire",
            trigger: "button:contains(Start my application)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "In post",
            trigger: "#field_employment_in_post",
            run: "click",
        },
        {
            content: "The post",
            trigger: "#field_job_title",
            run: "edit Head of operations",
        },
        {
            content: "The employer",
            trigger: "#field_employer",
            run: "edit Ateliers du Nord",
        },
        {
            content: "The level",
            trigger: "#field_level_id",
            run: "selectByLabel Head of department",
        },
        {
            content: "Since which month",
            trigger: "#field_experience_start_month",
            run: "selectByIndex 9",
        },
        {
            content: "Since which year",
            trigger: "#field_experience_start_year",
            run: "edit 2012",
        },
        {
            content: "Save and go on",
            trigger: "main form button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The next step asks for the aim",
            trigger: "#field_aim_promotion",
        },
    ],
});

tours.add("mentoring_officer_matches_a_cohort", {
    steps: () => [
        {
            content: "Compute with what is proposed",
            trigger: "button[name=action_compute]",
            run: "click",
        },
        {
            content: "Everybody is matched, and it is proven",
            trigger: ".o_form_view:contains(Proven optimal)",
        },
        {
            content: "The pair is drafted, with its reasons",
            trigger:
                ".o_data_row:contains(Ada Toursome):contains(Mentor Fitting) .o_mentoring_reason:contains(Objectives)",
        },
        {
            content: "Pin it",
            trigger:
                ".o_data_row:contains(Ada Toursome) [name=pinned] input[type=checkbox]:not(:checked)",
            run: "click",
        },
        {
            content: "Compute again",
            trigger: "button[name=action_compute]:contains(Again)",
            run: "click",
        },
        {
            content: "It is still there, and pinned",
            trigger:
                ".o_data_row:contains(Ada Toursome) [name=pinned] input[type=checkbox]:checked",
        },
        {
            content: "Look at the figures",
            trigger: ".o_notebook a[name=figures]",
            run: "click",
        },
        {
            content: "They are compared with best pair first",
            trigger: ".o_field_widget[name=figures_html]:contains(Best pair first)",
        },
        {
            content: "Publish",
            trigger: "button[name=action_publish]",
            run: "click",
        },
        {
            content: "Confirm",
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "The run is over",
            trigger: ".o_arrow_button_current:contains(Published)",
        },
    ],
});

/** Go back to the start page, and open the list behind one of its numbers. */
function openNumber(number) {
    return [
        {
            content: "Go to the start page",
            trigger:
                ".o_menu_sections [data-menu-xmlid='mentoring_program.mentoring_menu_overview']",
            run: "click",
        },
        {
            content: `Open the list: ${number}`,
            trigger: `.o_mentoring_number:contains(${number})`,
            run: "click",
        },
    ];
}

tours.add("mentoring_officer_day", {
    steps: () => [
        ...openNumber("To review"),
        {
            content: "Review one who looks for a job",
            trigger: ".o_kanban_record:contains(Rita Jobless)",
            run: "click",
        },
        {
            content: "Rules stand in the way",
            trigger: ".alert:contains(Rules stand in the way)",
        },
        {
            content: "Refuse",
            trigger: "button[name=action_refuse]",
            run: "click",
        },
        {
            content: "The reason is suggested by the rules",
            trigger: ".modal .o_field_widget[name=reason_id] input:checked",
        },
        {
            content: "Refuse with it",
            trigger: ".modal .modal-footer button[name=action_refuse]",
            run: "click",
        },
        {
            content: "It is refused",
            trigger: ".o_arrow_button_current:contains(Refused)",
        },
        ...openNumber("Waiting list"),
        {
            content: "It tells that somebody fits",
            trigger: ".o_data_row:contains(Ada Toursome):contains(free place: 1.)",
        },
        {
            content: "Look for a mentor",
            trigger:
                ".o_data_row:contains(Ada Toursome) button[name=action_find_mentor]",
            run: "click",
        },
        {
            content: "Another is excluded, and told why",
            trigger:
                ".modal .o_data_row:contains(Level aimed for):contains(Mentor Low)",
        },
        {
            content: "Propose the one who fits",
            trigger:
                ".modal .o_kanban_record:contains(Mentor Fitting) button[name=action_propose]",
            run: "click",
        },
        {
            content: "The pair is proposed",
            trigger: ".o_arrow_button_current:contains(Proposed)",
        },
        ...openNumber("No first session"),
        {
            content: "Follow up the pair under attention",
            trigger: ".o_kanban_record:contains(Quentin Quiet)",
            run: "click",
        },
        {
            content: "Remind",
            trigger: "button[name=action_remind]",
            run: "click",
        },
        {
            content: "It tells what was sent",
            trigger: ".o_notification:contains(Reminders sent: 1.)",
        },
        {
            content: "It is on the pair",
            trigger: "button[name=action_view_reminders]:contains(1)",
        },
        {
            content: "Close the pair",
            trigger: "button[name=action_end]",
            run: "click",
        },
        {
            content: "By agreement",
            trigger: ".modal .o_radio_item:contains(By agreement) input",
            run: "click",
        },
        {
            content: "End it",
            trigger: ".modal .modal-footer button[name=action_end]",
            run: "click",
        },
        {
            content: "It has ended",
            trigger: ".o_arrow_button_current:contains(Ended)",
        },
        {
            content: "Report",
            trigger:
                ".o_menu_sections [data-menu-xmlid='mentoring_program.mentoring_menu_reporting']",
            run: "click",
        },
        {
            content: "The figures of the pairs",
            trigger:
                ".o-dropdown--menu [data-menu-xmlid='mentoring_program.mentoring_menu_reporting_match']",
            run: "click",
        },
        {
            content: "They are counted",
            trigger: ".o_pivot:contains(Total)",
        },
    ],
});
