"use client";

import type { NewCustomer } from "./control";

/** People to be, one after the other; with the phone made up anew each time. */
const people: readonly Omit<NewCustomer, "phone">[] = [
  { first_name: "Zeynep", last_name: "Kaya", language_code: "tr" },
  { first_name: "Emma", last_name: "Clark", language_code: "en" },
  { first_name: "Анна", last_name: "Смирнова", language_code: "ru" },
  { first_name: "ليلى", last_name: "حداد", language_code: "ar" },
  { first_name: "Mert", last_name: "Şahin", language_code: "tr" },
  { first_name: "Elif", last_name: "Öztürk", language_code: "tr" },
];

export function suggestCustomer(turn: number): Required<NewCustomer> {
  const person = people[turn % people.length] as Required<Omit<NewCustomer, "phone">>;
  const digits = Array.from({ length: 8 }, () => Math.floor(Math.random() * 10)).join("");
  return { ...person, phone: `+905${3 + (turn % 2) * 2}${digits}` };
}
