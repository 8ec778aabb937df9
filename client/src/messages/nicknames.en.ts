import type { NicknameWords } from '../nickname.ts'

/** Kind words only: a nickname is drawn, and stands on the wall. */
export const nicknamesEn = {
  adjectives: [
    'Brave', 'Easygoing', 'Busy', 'Calm', 'Cheerful', 'Bold', 'Kind', 'Swift', 'Wise', 'Quirky',
    'Careful', 'Steady', 'Shy', 'Lively', 'Generous', 'Clear', 'Cosy', 'Neat', 'Friendly', 'Proud',
    'Curious', 'Sprightly', 'Fresh', 'Bright', 'Smiling', 'Singing', 'Dancing', 'Dreaming', 'Running', 'Swimming',
    'Strolling', 'Travelling', 'Thinking', 'Sparkling', 'Fluffy', 'Round', 'Quiet', 'Dapper', 'Noble', 'Merry'
  ],
  animals: [
    'Whale', 'Deer', 'Otter', 'Crane', 'Raccoon', 'Cat', 'Puppy', 'Rabbit', 'Chipmunk', 'Fox',
    'Panda', 'Elephant', 'Giraffe', 'Penguin', 'Dolphin', 'Seal', 'Sea Otter', 'Turtle', 'Owl', 'Sparrow',
    'Swallow', 'Magpie', 'Duck', 'Swan', 'Eagle', 'Peacock', 'Parrot', 'Hedgehog', 'Mole', 'Hamster',
    'Alpaca', 'Camel', 'Zebra', 'Koala', 'Kangaroo', 'Tiger', 'Lion', 'Leopard', 'Wolf', 'Bear',
    'Squirrel', 'Badger', 'Weasel', 'Goat', 'Stork', 'Woodpecker', 'Butterfly', 'Ladybird', 'Octopus', 'Seahorse'
  ]
} satisfies NicknameWords
